import Foundation
import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct RiskCoverageCurveTests {
  @Test func pointsCountAcceptedAnswers() throws {
    let curve = RiskCoverageCurve(
      confidences: [0.9, 0.6, 0.7, 0.8],
      isCorrect: [true, false, true, false],
      specimens: [0, 1, 2, 3]
    )
    #expect(curve.points.map(\.threshold) == [0.6, 0.7, 0.8, 0.9])
    #expect(curve.points.map(\.coverage) == [1, 0.75, 0.5, 0.25])
    #expect(curve.points.map(\.error) == [0.5, 1 / 3.0, 0.5, 0])
    #expect(abs(curve.points[3].bound - 0.95) < 1e-9)
    #expect(curve.answers == 4 && curve.specimens == 4)
  }

  @Test func theLowestThresholdThatGuaranteesTheRateIsChosen() throws {
    // The 200 most confident answers are correct; of the other 200, every second one is wrong.
    let confidences = (0..<400).map { 1 - Double($0) / 1000 }
    let isCorrect = (0..<400).map { $0 < 200 || $0 % 2 == 0 }
    let curve = RiskCoverageCurve(
      confidences: confidences,
      isCorrect: isCorrect,
      specimens: Array(0..<400)
    )
    let point = try #require(curve.point(forErrorRate: 0.05))
    #expect(point.bound <= 0.05 && point.error < 0.05)
    #expect(point.coverage > 0.45 && point.coverage < 0.56)
    let index = try #require(curve.points.firstIndex(of: point))
    #expect(curve.points[index - 1].bound > 0.05)
    #expect(curve.point(forErrorRate: 0.001) == nil)
    #expect(curve.leastBound > 0.001)
    #expect(curve.points.count == RiskCoverageCurve.maximumPoints)
  }

  @Test func patternsOfOneSpecimenAreNotIndependent() {
    // 30 specimens of 50 patterns, each entirely correct or wrong, count as 30 answers.
    let isCorrect = (0..<30).flatMap { s in [Bool](repeating: s % 10 != 0, count: 50) }
    let numbers = (0..<30).flatMap { [Int](repeating: $0, count: 50) }
    let many = RiskCoverageCurve(
      confidences: isCorrect.map { _ in 0.9 },
      isCorrect: isCorrect,
      specimens: numbers
    )
    let few = RiskCoverageCurve(
      confidences: (0..<30).map { _ in 0.9 },
      isCorrect: (0..<30).map { $0 % 10 != 0 },
      specimens: Array(0..<30)
    )
    #expect(abs(many.points[0].bound - few.points[0].bound) < 0.01)
  }

  @Test func correlationMatchesTheDraws() {
    var generator = KeyedGenerator(8)
    let numbers = (0..<400).flatMap { [Int](repeating: $0, count: 10) }
    let free = numbers.map { _ in generator.chance(0.7) }
    #expect(RiskCoverageSample.correlation(free, numbers) < 0.03)
    let bound = (0..<400).flatMap { _ in
      [Bool](repeating: generator.chance(0.7), count: 10)
    }
    #expect(RiskCoverageSample.correlation(bound, numbers) > 0.99)
    // Half of the patterns follow their specimen: the correlation of two of them is 1 / 4.
    let half = (0..<400).flatMap { _ in
      let common = generator.chance(0.7)
      return (0..<10).map { _ in generator.chance(0.5) ? common : generator.chance(0.7) }
    }
    #expect(abs(RiskCoverageSample.correlation(half, numbers) - 0.25) < 0.06)
    #expect(RiskCoverageSample.correlation([true, true], [0, 0]) == 1)
  }
}
