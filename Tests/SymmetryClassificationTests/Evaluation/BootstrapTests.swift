import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct BootstrapTests {
  /// Predictions of two classes of which about 70 % are right, all patterns of a specimen alike.
  private func predictions(specimens: Int, patterns: Int, named: Bool) -> [PatternPrediction] {
    (0..<specimens).flatMap { specimen in
      var generator = KeyedGenerator(5, specimen)
      let right = generator.chance(0.7)
      let truth = specimen % 2
      let guess = right ? truth : 1 - truth
      return (0..<patterns).map { _ in
        prediction(
          truth,
          guess == 0 ? [0.9, 0.1] : [0.1, 0.9],
          specimen: named ? "s\(specimen)" : nil
        )
      }
    }
  }

  @Test func theSameSeedGivesTheSameIntervals() throws {
    let data = predictions(specimens: 20, patterns: 3, named: true)
    func intervals(_ seed: Int) throws -> [EvaluationMetric: ConfidenceInterval] {
      try Evaluation(classes: ["a", "b"], predictions: data, seed: seed, resamples: 200)
        .bootstrap.intervals
    }
    #expect(try intervals(1) == intervals(1))
    #expect(try intervals(1) != intervals(2))
    #expect(try intervals(1).count == EvaluationMetric.allCases.count)
  }

  @Test func theWidthIsThatOfTheBinomialDistribution() throws {
    let evaluation = try Evaluation(
      classes: ["a", "b"],
      predictions: predictions(specimens: 100, patterns: 1, named: false)
    )
    let p = evaluation.metrics.scores.accuracy
    let interval = try #require(evaluation.bootstrap.intervals[.accuracy])
    let expected = 2 * 1.96 * (p * (1 - p) / 100).squareRoot()
    #expect(abs((interval.high - interval.low) / expected - 1) < 0.15)
    #expect(interval.low < p && p < interval.high)
    #expect(evaluation.bootstrap.unit == .image)
    #expect(evaluation.bootstrap.intervals[.specimenAccuracy] == nil)
    #expect(evaluation.notes.contains { $0.contains("bootstrap over images") })
  }

  @Test func patternsOfASpecimenAreDrawnTogether() throws {
    // Ten like patterns a specimen carry no more information than one: the interval is that of one.
    func width(named: Bool) throws -> Double {
      let evaluation = try Evaluation(
        classes: ["a", "b"],
        predictions: predictions(specimens: 30, patterns: 10, named: named),
        resamples: 1000
      )
      let interval = try #require(evaluation.bootstrap.intervals[.accuracy])
      return interval.high - interval.low
    }
    let ratio = try width(named: true) / width(named: false)
    #expect(abs(ratio - 10.0.squareRoot()) < 0.6)
  }

  @Test func mixedPredictionsAreDrawnBySpecimenOrImage() throws {
    let evaluation = try Evaluation(
      classes: ["a", "b"],
      predictions: predictions(specimens: 5, patterns: 4, named: true)
        + predictions(specimens: 6, patterns: 1, named: false),
      resamples: 100
    )
    #expect(evaluation.bootstrap.unit == .specimenOrImage)
    #expect(evaluation.bootstrap.unitCount == 11)
    #expect(evaluation.specimenMetrics?.count == 5)
  }

  @Test func aClassThatAResampleLacksIsNoErrorInTheMeanOfF1() throws {
    // One specimen of b, right; nine of a, one taken for b: b is missing in a third of the resamples, and
    // then the answer b for a is one of a's errors alone.
    let data =
      [prediction(1, [0.1, 0.9], specimen: "b")]
      + (0..<9).map {
        prediction(0, $0 == 0 ? [0.1, 0.9] : [0.9, 0.1], specimen: "a\($0)")
      }
    let evaluation = try Evaluation(classes: ["a", "b"], predictions: data)
    let interval = try #require(evaluation.bootstrap.intervals[.macroF1])
    #expect(interval.low > 0.5 && interval.low < evaluation.metrics.scores.macroF1)
  }

  @Test func oneSpecimenHasNoInterval() throws {
    let evaluation = try Evaluation(
      classes: ["a", "b"],
      predictions: predictions(specimens: 1, patterns: 8, named: true)
    )
    #expect(evaluation.bootstrap.intervals.isEmpty)
    #expect(evaluation.notes.contains { $0.contains("no confidence intervals") })
  }
}
