import Testing

@testable import SymmetryClassification

@Suite struct ClassificationMetricsTests {
  private func metrics(_ classes: [String], _ truth: [Int], _ probabilities: [[Float]]) -> ClassificationMetrics {
    ClassificationMetrics(
      classes: classes,
      examples: zip(truth, probabilities).map { (trueClass: $0, probabilities: $1) }
    )
  }

  @Test func scoresMatchACalculationByHand() {
    let metrics = metrics(["a", "b"], [0, 0, 1], [[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]])
    #expect(metrics.confusion.rows == [[1, 1], [0, 1]])
    #expect(abs(metrics.scores.accuracy - 2.0 / 3) < 1e-12)
    #expect(metrics.scores.balancedAccuracy == 0.75)
    #expect(metrics.scores.top2 == 1)
    #expect(abs(metrics.scores.macroF1 - 2.0 / 3) < 1e-12)
    #expect(metrics.scores.mcc == 0.5)
    #expect(metrics.perClass.map(\.precision) == [1, 0.5])
    #expect(metrics.perClass.map(\.recall) == [0.5, 1])
  }

  @Test func aClassThatNeverOccursDoesNotCount() {
    let metrics = metrics(["a", "b", "never"], [0, 1], [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]])
    #expect(metrics.seenClasses == [0, 1])
    #expect(metrics.scores.macroF1 == 1 && metrics.scores.balancedAccuracy == 1)
    #expect(metrics.perClass[2].f1 == 0)
  }

  @Test func withoutExamplesAllScoresAreZero() {
    let scores = metrics(["a", "b"], [], []).scores
    #expect([scores.accuracy, scores.balancedAccuracy, scores.top2, scores.macroF1, scores.mcc] == [0, 0, 0, 0, 0])
  }

  @Test func theFirstOfEqualProbabilitiesWins() {
    #expect([0.25, 0.5, 0.5].mostProbable == 1)
    #expect((0..<3).map { [0.25, 0.5, 0.5].rank(of: $0) } == [2, 0, 1])
  }

  @Test func onlyUnanimousAnswersGetANoteWithTheirBound() {
    let right = metrics(["a", "b"], [0, 0, 0], [[1, 0], [1, 0], [1, 0]]).unanimityNotes
    let wrong = metrics(["a", "b"], [1, 1, 1], [[1, 0], [1, 0], [1, 0]]).unanimityNotes
    #expect(right.count == 1 && right[0].hasSuffix("specimens is at least 29 % with 95 % confidence"))
    #expect(wrong.count == 1 && wrong[0].hasSuffix("specimens is at most 71 % with 95 % confidence"))
    #expect(metrics(["a", "b"], [0, 1], [[1, 0], [1, 0]]).unanimityNotes.isEmpty)
    #expect(metrics(["a", "b"], [], []).unanimityNotes.isEmpty)
  }
}
