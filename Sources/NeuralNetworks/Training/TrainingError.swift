/// An error that ends a training.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// An option is invalid.
  case invalidOption(String)
  /// The data do not suit the network, or are missing.
  case invalidData(String)
  /// The loss or the gradient is infinite or not a number.
  case diverged(epoch: Int, step: Int, learningRate: Float)
  /// An example could not be loaded.
  case unreadable(any Error)

  /// Wraps an error from loading or checking an example.
  init(whileLoading error: any Error) { self = error as? TrainingError ?? .unreadable(error) }

  /// One sentence with a remedy.
  public var description: String {
    switch self {
    case .invalidOption(let problem), .invalidData(let problem): problem
    case .diverged(let epoch, let step, let learningRate):
      "the loss is not finite in epoch \(epoch), step \(step); use a learning rate below "
        + "\(learningRate), clip the gradient's norm, or look for patterns with extreme values"
    case .unreadable(let error): "\(error)"
    }
  }
}
