/// What validation specimens say of how far a classifier's answers are to be trusted.
public struct Calibration: Codable, Sendable, Hashable {
  /// What the logits are divided by.
  public var temperature: Temperature
  /// How the patterns of one crystal give one answer; nil where no specimen had two patterns.
  public var fusion: Fusion?
  /// How many answers for single patterns a threshold accepts, and how many of those are wrong.
  public var patternCurve: RiskCoverageCurve?
  /// The same for answers that all patterns of a specimen give.
  public var specimenCurve: RiskCoverageCurve?
  /// How many patterns it rests on.
  public var patterns: Int
  /// How many specimens they are of; patterns without one count each as its own.
  public var specimens: Int

  /// What holds where nothing was measured: the softmax as it is, and no rule of fusion.
  public static let none = Calibration(
    temperature: .unscaled,
    fusion: nil,
    patternCurve: nil,
    specimenCurve: nil,
    patterns: 0,
    specimens: 0
  )

  /// Fits temperature, then fusion, then the curves, each on what the one before it gives.
  ///
  /// - Parameters:
  ///   - outputs: what the network says of validation patterns; it should have learnt from none of their specimens.
  ///   - prior: the shares of the classes among what it learnt from, one above 0 a class; nil for equal ones.
  ///   - seed: what the groups of patterns that fusion is fitted on depend on.
  /// - Returns: the calibration; `none` where there are no outputs.
  public static func fit(
    _ outputs: LabeledOutputs,
    prior: [Double]? = nil,
    seed: Int = 1
  ) -> Calibration {
    guard !outputs.labels.isEmpty else { return .none }
    let temperature = Temperature.fit(outputs)
    let probabilities = outputs.logits.map { temperature.probabilities($0) }
    let (labels, specimens) = (outputs.labels, outputs.specimens)
    let fusion = Fusion.fit(
      probabilities: probabilities,
      labels: labels,
      specimens: specimens,
      prior: prior,
      seed: seed
    )
    return Calibration(
      temperature: temperature,
      fusion: fusion,
      patternCurve: RiskCoverageCurve(
        confidences: probabilities.map { Double($0.max() ?? 0) },
        hits: zip(probabilities, labels).map { $0.mostProbable == $1 },
        specimens: specimens
      ),
      specimenCurve: fusion.map { curve($0, probabilities, labels, specimens) },
      patterns: labels.count,
      specimens: outputs.specimenCount
    )
  }

  private static func curve(
    _ fusion: Fusion,
    _ probabilities: [[Float]],
    _ labels: [Int],
    _ specimens: [Int]
  ) -> RiskCoverageCurve {
    var evidence: [Int: (sum: Fusion.Evidence, label: Int)] = [:]
    for (index, specimen) in specimens.enumerated() {
      let classes = probabilities[index].count
      evidence[specimen, default: (Fusion.Evidence(classes: classes), labels[index])].sum
        .add(probabilities[index])
    }
    let answers = evidence.sorted { $0.key < $1.key }.map { specimen, entry in
      (specimen, entry.label, fusion.probabilities(entry.sum))
    }
    return RiskCoverageCurve(
      confidences: answers.map { Double($0.2.max() ?? 0) },
      hits: answers.map { $0.2.mostProbable == $0.1 },
      specimens: answers.map(\.0)
    )
  }
}
