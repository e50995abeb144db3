/// Why a training could not go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// An option makes no sense.
  case invalidOption(String)
  /// The data do not fit the network, or there are none.
  case invalidData(String)
  /// Loss or gradient became infinite or not a number.
  case diverged(epoch: Int, step: Int, learningRate: Float)
  /// An example could not be loaded.
  case unreadable(any Error)

  /// What loading or checking an example threw.
  init(whileLoading error: any Error) { self = error as? TrainingError ?? .unreadable(error) }

  /// One sentence, with what to try.
  public var description: String {
    switch self {
    case .invalidOption(let problem), .invalidData(let problem): problem
    case .diverged(let epoch, let step, let learningRate):
      "the loss is no longer a finite number in epoch \(epoch), step \(step); "
        + "try a learning rate below \(learningRate), clip the gradient's norm, or look for "
        + "patterns with absurd values"
    case .unreadable(let error): "\(error)"
    }
  }
}
