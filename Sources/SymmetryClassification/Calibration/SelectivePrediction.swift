/// The results of an evaluation in which answers below a threshold are rejected as "unknown".
public struct SelectivePrediction: Sendable, Hashable {
  /// The least probability that is accepted.
  public let threshold: Double
  /// The number of answers.
  public let count: Int
  /// The number of accepted answers.
  public let accepted: Int
  /// The number of accepted answers that are wrong.
  public let wrong: Int
  /// The upper 95 % confidence bound on the error rate of accepted answers.
  ///
  /// See ``RiskCoverageCurve/init(confidences:isCorrect:specimens:)``.
  public let bound: Double

  /// The share of answers that are accepted.
  public var coverage: Double { count > 0 ? Double(accepted) / Double(count) : 0 }
  /// The error rate of accepted answers; 0 if there are none.
  public var error: Double { accepted > 0 ? Double(wrong) / Double(accepted) : 0 }

  init(threshold: Double, confidences: [Double], isCorrect: [Bool], specimens: [Int]) {
    let kept = confidences.indices.filter { confidences[$0] >= threshold }
    self.threshold = threshold
    count = confidences.count
    accepted = kept.count
    wrong = kept.count { !isCorrect[$0] }
    let sample = RiskCoverageSample(confidences: confidences, isCorrect: isCorrect, specimens: specimens)
    bound = sample.point(threshold: threshold).bound
  }
}

extension Evaluation {
  /// The selective prediction of single patterns.
  public func selectivePrediction(ofPatternsBy rule: DecisionRule) -> SelectivePrediction {
    let threshold = rule.threshold ?? 0
    // A pattern without specimen is its own specimen.
    var numbers = predictions.indices.map { specimens.count + $0 }
    for (number, specimen) in specimens.enumerated() { for pattern in specimen.patterns { numbers[pattern] = number } }
    return SelectivePrediction(
      threshold: threshold,
      confidences: predictions.map { Double($0.probabilities[$0.predictedClass]) },
      isCorrect: predictions.map { $0.predictedClass == $0.trueClass },
      specimens: numbers
    )
  }

  /// The selective prediction of specimens, all patterns of each fused; nil if no specimen is named.
  public func selectivePrediction(ofSpecimensBy rule: DecisionRule) -> SelectivePrediction? {
    let threshold = rule.threshold ?? 0
    guard !specimens.isEmpty else { return nil }
    return SelectivePrediction(
      threshold: threshold,
      confidences: specimens.map { Double($0.probabilities[$0.predictedClass]) },
      isCorrect: specimens.map { $0.predictedClass == $0.trueClass },
      specimens: Array(specimens.indices)
    )
  }
}
