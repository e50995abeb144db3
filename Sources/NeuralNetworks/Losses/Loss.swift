/// The expected output of an example.
public enum Target: Sendable, Equatable {
  /// The index of its class.
  case label(Int)
  /// Values, one for each output.
  case values([Float])
  /// The index of a class, and values for the outputs after those of the classes.
  case labelAndValues(Int, [Float])
}

/// A loss function with its derivative.
///
/// The loss of a batch is Σ loss / Σ weight over its examples.
public protocol Loss: Sendable {
  /// Checks a target; called before the other methods.
  ///
  /// - Throws: `TrainingError.invalidData` if the target does not suit a network of `outputs` outputs.
  func check(_ target: Target, outputs: Int) throws(TrainingError)
  /// Returns the loss of one example times its weight, and writes the derivative of that product with respect to the
  /// output.
  func evaluate(_ output: TensorView, _ target: Target, gradient: MutableTensorView) -> Float
  /// The weight of an example in the mean over a batch.
  func weight(of target: Target) -> Float
  /// True if the argmax of the output is the label of the target; nil if the target has no label.
  func isCorrect(_ output: TensorView, _ target: Target) -> Bool?
}

extension Loss {
  /// 1 for each example.
  public func weight(of target: Target) -> Float { 1 }

  /// True if the argmax of the output is the label; nil without a label.
  public func isCorrect(_ output: TensorView, _ target: Target) -> Bool? {
    guard case .label(let label) = target else { return nil }
    return output.indexOfMaximum() == label
  }
}
