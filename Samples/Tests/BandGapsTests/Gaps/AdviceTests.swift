import Testing

@testable import BandGaps

@Suite struct AdviceTests {
  @Test func unscaledFeaturesAreHardlyBetterThanTheMean() throws {
    let (training, test) = try BandGapData().split(BandGapData.lectureSplit)
    let errors = try Advice.errors(
      training: training,
      test: test,
      seed: 42,
      search: WeightDecaySearch(candidates: [0.1], folds: 2),
      starts: 2
    )
    let (mean, lecture) = (try #require(errors[.mean]), try #require(errors[.lecture]))
    #expect(lecture.training > 0.8 * mean.training)
    let scaled = try #require(errors[.scaled])
    #expect(scaled.training < 0.6 * mean.training && scaled.test > scaled.training)
    #expect(Set(errors.keys) == Set(Advice.allCases))
  }

  @Test func testExamplesDoNotChangeTheTraining() throws {
    let (training, test) = try BandGapData().split(3)
    var regression = Advice.regression
    regression.options.epochs = 3
    let errors = try [test, test[Array(0..<100)]].map { test in
      try Advice.errors(training: training, test: test, seed: 1, regression: regression)
    }
    for step in Advice.allCases { #expect(errors[0][step]?.training == errors[1][step]?.training) }
  }
}
