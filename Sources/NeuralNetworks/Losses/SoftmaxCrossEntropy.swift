import Foundation

/// The cross-entropy between a class and the softmax of the outputs (logits) z, for classification.
///
/// −Σ w[c] q[c] ln p[c], where p = softmax(z), and q is 1 for the class and 0 for the others,
/// smoothed to (1 − ε) q + ε / K (Szegedy et al., CVPR 2016).
///
/// Stable for logits of any size: ln p[c] = (z[c] − m) − ln Σ exp(z − m) with m = max z; this order avoids cancellation
/// for a large m.
///
/// With class weights, the mean over a batch divides by the sum of its examples' weights, as PyTorch's
/// `CrossEntropyLoss` does.
public struct SoftmaxCrossEntropy: Loss, Equatable {
  /// The label smoothing ε, in [0, 1).
  public var labelSmoothing: Float
  /// The weights w, one for each class; nil for ones.
  public var classWeights: [Float]?

  /// Creates the loss.
  public init(labelSmoothing: Float = 0, classWeights: [Float]? = nil) {
    precondition(labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing must lie in 0..<1")
    self.labelSmoothing = labelSmoothing
    self.classWeights = classWeights
  }

  /// The weight of the class.
  public func weight(of target: Target) -> Float {
    guard case .label(let label) = target, let classWeights else { return 1 }
    return classWeights[label]
  }

  /// Requires the label of a class, and one finite class weight ≥ 0 for each class.
  public func check(_ target: Target, outputs: Int) throws(TrainingError) {
    guard case .label(let label) = target else {
      throw .invalidData("softmax cross-entropy needs a label as target, not values")
    }
    guard label >= 0, label < outputs else {
      throw .invalidData("label \(label) is not one of the network's \(outputs) classes")
    }
    guard let classWeights else { return }
    guard classWeights.count == outputs else {
      throw .invalidData("\(classWeights.count) class weights for \(outputs) classes")
    }
    guard classWeights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .invalidData("class weights must be finite and not negative, unlike \(classWeights)")
    }
  }

  /// −Σ w q ln p, and its derivative p Σ w q − w q.
  public func evaluate(_ logits: TensorView, _ target: Target, gradient: MutableTensorView) -> Float {
    guard case .label(let label) = target else {
      preconditionFailure("softmax cross-entropy needs a label as target, not values")
    }
    precondition(label >= 0 && label < logits.count, "label \(label) of \(logits.count) classes")
    let softmax = Softmax(logits)
    let spread = labelSmoothing / Float(logits.count)
    var (loss, mass) = (Float(0), Float(0))
    for c in 0..<logits.count {
      let q = (c == label ? 1 - labelSmoothing : 0) + spread
      let share = (classWeights?[c] ?? 1) * q
      loss -= share == 0 ? 0 : share * softmax.logarithm(logits[c])
      mass += share
      gradient[c] = -share
    }
    for c in 0..<logits.count { gradient[c] += mass * exp(softmax.logarithm(logits[c])) }
    return loss
  }
}

/// Probabilities from logits.
public struct Softmax: Sendable {
  /// m = max z.
  private let greatest: Float
  /// ln Σ exp(z − m), which lies between 0 and ln K.
  private let logSum: Float

  init(_ logits: TensorView) {
    var greatest = -Float.infinity
    for c in 0..<logits.count where logits[c] > greatest { greatest = logits[c] }
    var sum = Float(0)
    for c in 0..<logits.count { sum += exp(logits[c] - greatest) }
    self.greatest = greatest
    logSum = log(sum)
  }

  /// ln p of one of the logits.
  func logarithm(_ logit: Float) -> Float { (logit - greatest) - logSum }

  /// exp z / Σ exp z, with a sum of 1.
  public static func probabilities(_ logits: TensorView) -> [Float] {
    let softmax = Softmax(logits)
    return (0..<logits.count).map { exp(softmax.logarithm(logits[$0])) }
  }

  /// exp z / Σ exp z, with a sum of 1.
  public static func probabilities(_ logits: [Float]) -> [Float] { logits.withTensorView { probabilities($0) } }
}
