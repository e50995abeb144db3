/// What is left of an evaluation where answers of less than some probability are "unknown".
public struct SelectivePrediction: Sendable, Hashable {
  /// Answers of at least this probability are accepted.
  public let threshold: Double
  /// How many answers there are.
  public let count: Int
  /// How many of them are accepted.
  public let accepted: Int
  /// How many of the accepted are wrong.
  public let wrong: Int
  /// What the share of wrong ones among the accepted is below with a confidence of 95 %.
  ///
  /// See the initialiser of ``RiskCoverageCurve``.
  public let bound: Double

  /// The share of answers that are accepted.
  public var coverage: Double { count > 0 ? Double(accepted) / Double(count) : 0 }
  /// The share of wrong ones among the accepted; 0 where none is accepted.
  public var error: Double { accepted > 0 ? Double(wrong) / Double(accepted) : 0 }

  init(threshold: Double, confidences: [Double], hits: [Bool], specimens: [Int]) {
    let kept = confidences.indices.filter { confidences[$0] >= threshold }
    self.threshold = threshold
    count = confidences.count
    accepted = kept.count
    wrong = kept.count { !hits[$0] }
    let sample = RiskCoverageSample(confidences: confidences, hits: hits, specimens: specimens)
    bound = sample.point(threshold: threshold).bound
  }
}

extension Evaluation {
  /// The selective prediction of single patterns.
  public func acceptance(ofPatternsBy rule: DecisionRule) -> SelectivePrediction {
    let threshold = rule.threshold ?? 0
    // Patterns without specimen are each their own.
    var numbers = predictions.indices.map { specimens.count + $0 }
    for (number, specimen) in specimens.enumerated() {
      for pattern in specimen.patterns { numbers[pattern] = number }
    }
    return SelectivePrediction(
      threshold: threshold,
      confidences: predictions.map { Double($0.probabilities[$0.predictedClass]) },
      hits: predictions.map { $0.predictedClass == $0.trueClass },
      specimens: numbers
    )
  }

  /// The selective prediction of specimens, all patterns of each fused; nil if no specimen is named.
  public func acceptance(ofSpecimensBy rule: DecisionRule) -> SelectivePrediction? {
    let threshold = rule.threshold ?? 0
    guard !specimens.isEmpty else { return nil }
    return SelectivePrediction(
      threshold: threshold,
      confidences: specimens.map { Double($0.probabilities[$0.predictedClass]) },
      hits: specimens.map { $0.predictedClass == $0.trueClass },
      specimens: Array(specimens.indices)
    )
  }
}
