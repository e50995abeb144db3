/// What an example should give.
public enum Target: Sendable, Equatable {
  /// The index of its class.
  case label(Int)
  /// Values, one for each output.
  case values([Float])
  /// The index of a class, and values for the outputs behind those of the classes.
  case labelAndValues(Int, [Float])
}

/// How wrong an output is, and which way is better.
///
/// The loss of a batch is Σ loss / Σ weight over its examples.
public protocol Loss: Sendable {
  /// Throws where a network of so many outputs cannot be held to the target; asked before the two
  /// others.
  func check(_ target: Target, outputs: Int) throws(TrainingError)
  /// Returns the loss of one example, times its weight, and writes the derivative of just that with
  /// respect to the output.
  func evaluate(_ output: TensorView, _ target: Target, gradient: MutableTensorView) -> Float
  /// How much an example counts in the mean over a batch.
  func weight(of target: Target) -> Float
  /// Whether the class with the greatest output is that of the target; nil where the target has none.
  func isCorrect(_ output: TensorView, _ target: Target) -> Bool?
}

extension Loss {
  /// Every example counts once.
  public func weight(of target: Target) -> Float { 1 }

  /// For a label, whether its output is the greatest of all.
  public func isCorrect(_ output: TensorView, _ target: Target) -> Bool? {
    guard case .label(let label) = target else { return nil }
    return output.indexOfMaximum() == label
  }
}
