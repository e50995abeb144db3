import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct ConfidenceCurvesTests {
  private func curves(_ confidences: [Double], _ isCorrect: [Bool]) -> ConfidenceCurves {
    let ranking = ConfidenceRanking(confidences)
    var (weights, correct) = (
      [Double](repeating: 0, count: ranking.confidences.count),
      [Double](repeating: 0, count: ranking.confidences.count)
    )
    for (rank, isCorrect) in zip(ranking.ranks, isCorrect) {
      weights[rank] += 1
      correct[rank] += isCorrect ? 1 : 0
    }
    return ConfidenceCurves(ranking, weights: weights, correct: correct)
  }

  @Test func calibratedProbabilitiesHaveTheErrorOfChance() {
    var generator = KeyedGenerator(4)
    let confidences = (0..<3000).map { _ in Double.random(in: 0.3...1, using: &generator) }
    let calibrated = curves(confidences, confidences.map { generator.chance(Float($0)) })
    #expect(calibrated.calibrationError < 2 * calibrated.noiseFloor)
    #expect(calibrated.noiseFloor < 0.03)
    let overconfident = curves(confidences, confidences.map { generator.chance(Float($0 - 0.2)) })
    #expect(abs(overconfident.calibrationError - 0.2) < 0.03)
  }

  @Test func binsMatchADirectCount() {
    // 30 patterns of 15 bins: two per bin.
    let confidences = (0..<30).map { 0.4 + Double($0) / 60 }
    let isCorrect = (0..<30).map { $0 % 3 == 0 }
    let curves = curves(confidences, isCorrect)
    var expected = 0.0
    for (b, bin) in curves.bins.enumerated() {
      let pair = [2 * b, 2 * b + 1]
      let accuracy = Double(pair.count { isCorrect[$0] }) / 2
      let confidence = (confidences[pair[0]] + confidences[pair[1]]) / 2
      #expect(abs(bin.accuracy - accuracy) < 1e-9 && abs(bin.confidence - confidence) < 1e-9)
      #expect(abs(bin.count - 2) < 1e-9)
      expected += abs(accuracy - confidence) / 15
    }
    #expect(abs(curves.calibrationError - expected) < 1e-9)
  }

  @Test func theMostConfidentPatternsComeFirst() {
    let confidences = (0..<100).map { 1 - Double($0) / 1000 }
    let curves = curves(confidences, (0..<100).map { $0 < 40 })
    #expect(curves.accuracyAtCoverage.prefix(4).allSatisfy { abs($0 - 1) < 1e-9 })
    #expect(abs(curves.accuracyAtHalfCoverage - 0.8) < 1e-9)
    #expect(abs(curves.accuracyAtCoverage[9] - 0.4) < 1e-9)
    // Σ over n = 41…100 of (n − 40) / n, a hundredth each.
    let risks: [Double] = (41...100).map { n in Double(n - 40) / Double(n) }
    let area = risks.reduce(0, +) / 100
    #expect(abs(curves.areaUnderRiskCoverage - area) < 1e-9)
  }

  @Test func equalConfidencesHaveNoOrder() {
    let first = curves([0.5, 0.5, 0.5, 0.5], [true, true, false, false])
    let second = curves([0.5, 0.5, 0.5, 0.5], [false, true, false, true])
    #expect(first == second)
    #expect(first.accuracyAtCoverage.allSatisfy { abs($0 - 0.5) < 1e-9 })
    #expect(first.bins.count == 15)
  }
}
