/// The rule that turns a prediction into a verdict.
///
/// An image that is not a pattern is never assigned a class. A pattern is assigned its most probable class if that
/// class is at least as probable as the threshold (Chow, IEEE Trans. Inf. Theory 16, 41, 1970).
public struct DecisionRule: Sendable, Hashable {
  /// The requirement that a threshold is chosen from.
  public enum Requirement: Sendable, Hashable {
    /// Accept every pattern.
    case none
    /// Accept answers of at least this probability, 0 to 1.
    case probability(Double)
    /// Accept as many answers as possible while the error rate of accepted ones, 0 to 1, stays below this with 95 %
    /// confidence on the model's validation specimens.
    case errorRate(Double)
  }

  /// The least probability that is accepted; nil if all are.
  public let threshold: Double?
  /// The point of the risk–coverage curve that the threshold was taken from, if one was.
  public let validation: RiskCoverageCurve.Point?

  /// The rule that accepts every pattern.
  public static let acceptingAll = DecisionRule(threshold: nil)

  /// Creates a rule from the least probability that is accepted.
  public init(threshold: Double?) {
    // As precise as probabilities are, so that a printed probability can serve as the threshold.
    self.threshold = threshold.map { Double(Float($0)) }
    validation = nil
  }

  private init(_ point: RiskCoverageCurve.Point) { (threshold, validation) = (point.threshold, point) }

  /// Chooses the threshold for a requirement.
  ///
  /// - Parameters:
  ///   - requirement: the least probability or the greatest error rate.
  ///   - calibration: the source of the risk–coverage curves.
  ///   - fused: true for predictions fused over all patterns of a crystal.
  /// - Throws: `ClassificationError` if no threshold guarantees the error rate.
  public init(_ requirement: Requirement, calibration: Calibration, fused: Bool) throws(ClassificationError) {
    switch requirement {
    case .none: self = .acceptingAll
    case .probability(let threshold): self.init(threshold: threshold)
    case .errorRate(let rate):
      guard let curve = fused ? calibration.specimenCurve : calibration.patternCurve else {
        throw .noRiskCoverageCurve(fused: fused)
      }
      guard let point = curve.point(forErrorRate: rate) else { throw .unattainableErrorRate(rate, fused: fused, curve) }
      self.init(point)
    }
  }

  /// The verdict on a prediction.
  public func verdict(on prediction: Prediction) -> Verdict {
    guard prediction.isPattern else { return .notAPattern }
    let best = prediction.mostProbableClass
    guard let threshold else { return .accepted(best) }
    return Double(prediction.probabilities[best]) >= threshold ? .accepted(best) : .unknown
  }
}
