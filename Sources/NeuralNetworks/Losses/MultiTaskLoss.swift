import Foundation

/// The cross-entropy of a class, and beside it that of a map of probabilities, for a network that answers both.
///
/// The first outputs are the logits of the classes; each output behind them is a logit z of its own, held to a value
/// t in 0...1 by −t ln σ(z) − (1 − t) ln(1 − σ(z)), of which the mean counts `mapWeight` times. (R. Caruana, Machine
/// Learning 28, 41, 1997: a second task that shares the layers below teaches them.) An example that has a label alone
/// says nothing of the map.
public struct MultiTaskLoss: Loss, Equatable {
  /// The number of classes.
  public var classes: Int
  /// The loss of the class.
  public var classification: SoftmaxCrossEntropy
  /// How much the map counts.
  public var mapWeight: Float

  /// Creates the loss.
  public init(
    classes: Int,
    classification: SoftmaxCrossEntropy = SoftmaxCrossEntropy(),
    mapWeight: Float = 1
  ) {
    precondition(classes >= 1, "a loss of classes needs at least one")
    precondition(mapWeight >= 0, "a weight cannot be negative")
    self.classes = classes
    self.classification = classification
    self.mapWeight = mapWeight
  }

  /// The label of a target, and the values of its map.
  private static func parts(_ target: Target) -> (label: Int, map: [Float]?)? {
    switch target {
    case .label(let label): (label, nil)
    case .labelAndValues(let label, let values): (label, values)
    case .values: nil
    }
  }

  /// Throws for anything but the label of a class, with or without one value in 0...1 for each output behind them.
  public func check(_ target: Target, outputs: Int) throws(TrainingError) {
    guard let (label, map) = Self.parts(target) else {
      throw .invalidData("the loss of class and map wants a label as target, not values alone")
    }
    guard outputs >= classes else {
      throw .invalidData("\(classes) classes for a network of \(outputs) outputs")
    }
    try classification.check(.label(label), outputs: classes)
    guard let map else { return }
    guard map.count == outputs - classes else {
      throw .invalidData(
        "a map of \(map.count) values for a network of \(outputs - classes) outputs behind its classes"
      )
    }
    guard map.allSatisfy({ (0...1).contains($0) }) else {
      throw .invalidData("the values of a map must lie in 0...1")
    }
  }

  /// The weight of the class.
  public func weight(of target: Target) -> Float {
    Self.parts(target).map { classification.weight(of: .label($0.label)) } ?? 1
  }

  /// Whether the output of the label is the greatest of the classes'.
  public func isCorrect(_ output: TensorView, _ target: Target) -> Bool? {
    Self.parts(target).map { output[0..<classes].indexOfMaximum() == $0.label }
  }

  /// The sum of both losses, and its derivative: that of the class, and (σ(z) − t) · weight / outputs of the map.
  public func evaluate(_ output: TensorView, _ target: Target, gradient: MutableTensorView) -> Float
  {
    guard let (label, map) = Self.parts(target) else {
      preconditionFailure("the loss of class and map wants a label as target, not values alone")
    }
    var loss = classification.evaluate(
      output[0..<classes],
      .label(label),
      gradient: gradient[0..<classes]
    )
    let logits = output[classes..<output.count]
    let mapGradient = gradient[classes..<output.count]
    guard let map else {
      mapGradient.fill(0)
      return loss
    }
    precondition(map.count == logits.count, "\(map.count) values, \(logits.count) outputs")
    let share = mapWeight * weight(of: target) / Float(max(map.count, 1))
    var sum = Float(0)
    for i in 0..<map.count {
      // ln(1 + e^−|z|) cannot overflow.
      let (z, t) = (logits[i], map[i])
      let decay = exp(-abs(z))
      sum += max(z, 0) - z * t + log1p(decay)
      mapGradient[i] = share * ((z >= 0 ? 1 : decay) / (1 + decay) - t)
    }
    loss += share * sum
    return loss
  }
}
