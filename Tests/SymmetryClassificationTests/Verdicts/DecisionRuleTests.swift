import Testing

@testable import SymmetryClassification

@Suite struct DecisionRuleTests {
  private let sure = Prediction(probabilities: [0.1, 0.9])
  private let unsure = Prediction(probabilities: [0.6, 0.4])

  @Test func answersBelowTheThresholdAreUnknown() {
    let rule = DecisionRule(threshold: 0.7)
    #expect(rule.verdict(on: sure) == .accepted(1))
    #expect(rule.verdict(on: unsure) == .unknown)
    #expect(DecisionRule.acceptingAll.verdict(on: unsure) == .accepted(0))
    // 0.6 as a Float lies above 0.6 as a Double, and a printed probability is accepted.
    #expect(DecisionRule(threshold: 0.6).verdict(on: unsure) == .accepted(0))
  }

  @Test func imagesThatAreNotPatternsHaveNoClass() {
    var prediction = sure
    prediction.isBlank = true
    #expect(DecisionRule.acceptingAll.verdict(on: prediction) == .notAPattern)
    prediction.isBlank = false
    prediction.outOfDistributionScores = .init(features: 0.5, statistics: 1.5, kurtosis: nil)
    #expect(prediction.outOfDistributionScore == 1.5)
    #expect(DecisionRule.acceptingAll.verdict(on: prediction) == .notAPattern)
    prediction.outOfDistributionScores?.statistics = 1
    #expect(DecisionRule.acceptingAll.verdict(on: prediction) == .accepted(1))
    prediction.fused = .init(patterns: 0, excluded: 2)
    #expect(DecisionRule.acceptingAll.verdict(on: prediction) == .notAPattern)
  }

  @Test func verdictsHaveLabels() {
    let classes = ["cF", "cI"]
    #expect(Verdict.accepted(1).label(in: classes) == "cI")
    #expect(Verdict.unknown.label(in: classes) == "unknown")
    #expect(Verdict.notAPattern.label(in: classes) == "not a pattern")
  }

  @Test func anErrorRateChoosesTheLowestThresholdThatGuaranteesIt() throws {
    var calibration = Calibration.none
    // 100 specimens; the least probable 10 answers are wrong.
    calibration.patternCurve = RiskCoverageCurve(
      confidences: (0..<100).map { 0.5 + Double($0) / 250 },
      isCorrect: (0..<100).map { $0 >= 10 },
      specimens: Array(0..<100)
    )
    let rule = try DecisionRule(.errorRate(0.1), calibration: calibration, fused: false)
    let point = try #require(calibration.patternCurve?.point(forErrorRate: 0.1))
    #expect(rule.threshold == point.threshold && rule.validation == point)
    #expect(point.bound <= 0.1 && point.coverage > 0.8)
    #expect(try DecisionRule(.none, calibration: calibration, fused: false) == .acceptingAll)
    let least = try DecisionRule(.probability(0.25), calibration: calibration, fused: true)
    #expect(least == DecisionRule(threshold: 0.25))

    let tooLow = #expect(throws: ClassificationError.self) {
      try DecisionRule(.errorRate(0.001), calibration: calibration, fused: false)
    }
    #expect("\(tooLow.map { "\($0)" } ?? "")".contains("cannot guarantee an error rate of 0.001"))
    let noCurve = #expect(throws: ClassificationError.self) {
      try DecisionRule(.errorRate(0.1), calibration: calibration, fused: true)
    }
    #expect(
      "\(noCurve.map { "\($0)" } ?? "")".contains("no validation error rates for fused answers")
    )
  }
}
