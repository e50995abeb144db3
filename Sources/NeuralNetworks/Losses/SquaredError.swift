/// The mean over an example's outputs of (y − t)², for regression.
public struct SquaredError: Loss, Equatable {
  /// Creates the loss.
  public init() {}

  /// Requires one value for each output.
  public func check(_ target: Target, outputs: Int) throws(TrainingError) {
    guard case .values(let values) = target else {
      throw .invalidData("squared error needs values as target, not a label")
    }
    guard values.count == outputs else {
      throw .invalidData("the target has \(values.count) values, the network \(outputs) outputs")
    }
  }

  /// Σ (y − t)² / k over k outputs, and its derivative 2 (y − t) / k.
  public func evaluate(_ output: TensorView, _ target: Target, gradient: MutableTensorView) -> Float {
    guard case .values(let values) = target else {
      preconditionFailure("squared error needs values as target, not a label")
    }
    precondition(values.count == output.count, "\(values.count) targets, \(output.count) outputs")
    let share = 1 / Float(output.count)
    var loss = Float(0)
    for i in 0..<output.count {
      let difference = output[i] - values[i]
      loss += share * difference * difference
      gradient[i] = 2 * share * difference
    }
    return loss
  }
}
