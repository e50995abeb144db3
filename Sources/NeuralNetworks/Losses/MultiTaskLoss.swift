import Foundation

/// The cross-entropy of a class plus that of a map of probabilities, for a network with outputs for both.
///
/// The first outputs are the logits of the classes. Each further output is a logit z of the map with a target t in
/// 0...1 and the loss −t ln σ(z) − (1 − t) ln(1 − σ(z)); the mean of these is weighted by `mapWeight`. A second task
/// improves the shared layers (R. Caruana, Machine Learning 28, 41, 1997). An example without map values contributes
/// nothing to the map's loss.
public struct MultiTaskLoss: Loss, Equatable {
  /// The number of classes.
  public var classes: Int
  /// The loss of the class.
  public var classification: SoftmaxCrossEntropy
  /// The weight of the map's loss.
  public var mapWeight: Float

  /// Creates the loss.
  public init(classes: Int, classification: SoftmaxCrossEntropy = SoftmaxCrossEntropy(), mapWeight: Float = 1) {
    precondition(classes >= 1, "the loss needs at least one class")
    precondition(mapWeight >= 0, "a weight cannot be negative")
    self.classes = classes
    self.classification = classification
    self.mapWeight = mapWeight
  }

  /// The label of a target and the values of its map.
  private static func parts(_ target: Target) -> (label: Int, map: [Float]?)? {
    switch target {
    case .label(let label): (label, nil)
    case .labelAndValues(let label, let values): (label, values)
    case .values: nil
    }
  }

  /// Requires the label of a class, with or without one value in 0...1 for each output of the map.
  public func check(_ target: Target, outputs: Int) throws(TrainingError) {
    guard let (label, map) = Self.parts(target) else {
      throw .invalidData("the loss of class and map needs a label as target, not only values")
    }
    guard outputs >= classes else {
      throw .invalidData("\(classes) classes need a network of at least as many outputs, not \(outputs)")
    }
    try classification.check(.label(label), outputs: classes)
    guard let map else { return }
    guard map.count == outputs - classes else {
      throw .invalidData(
        "the target map has \(map.count) values, the network \(outputs - classes) outputs after its classes"
      )
    }
    guard map.allSatisfy({ (0...1).contains($0) }) else {
      throw .invalidData("the values of a target map must lie in 0...1")
    }
  }

  /// The weight of the class.
  public func weight(of target: Target) -> Float {
    Self.parts(target).map { classification.weight(of: .label($0.label)) } ?? 1
  }

  /// True if the argmax of the classes' outputs is the label.
  public func isCorrect(_ output: TensorView, _ target: Target) -> Bool? {
    Self.parts(target).map { output[0..<classes].indexOfMaximum() == $0.label }
  }

  /// The sum of both losses and its derivative, for the map (σ(z) − t) · weight / outputs.
  public func evaluate(_ output: TensorView, _ target: Target, gradient: MutableTensorView) -> Float {
    guard let (label, map) = Self.parts(target) else {
      preconditionFailure("the loss of class and map needs a label as target, not only values")
    }
    var loss = classification.evaluate(output[0..<classes], .label(label), gradient: gradient[0..<classes])
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
