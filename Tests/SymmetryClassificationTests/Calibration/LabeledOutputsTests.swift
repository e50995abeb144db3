import Testing

@testable import SymmetryClassification

@Suite struct LabeledOutputsTests {
  private func outputs(_ isCorrect: [Bool], _ specimens: [Int]) -> LabeledOutputs {
    LabeledOutputs(
      logits: isCorrect.map { $0 ? [1, 0] : [0, 1] },
      labels: isCorrect.map { _ in 0 },
      specimens: specimens
    )
  }

  @Test func everySpecimenWeighsTheSame() {
    let outputs = outputs([true, true, true, false], [7, 7, 7, 9])
    let third = 1 / 3.0
    #expect(outputs.weights == [third, third, third, 1])
    #expect(outputs.specimenCount == 2)
  }

  @Test func patternsWithoutSpecimenAreEachTheirOwn() {
    let outputs = outputs([Bool](repeating: true, count: 8), [])
    #expect(outputs.specimenCount == 8 && abs(outputs.smoothing - 0.1) < 1e-12)
  }

  @Test func specimensThatAreRightAsAWholeCountOnce() {
    let numbers = (0..<80).map { $0 / 10 }
    let whole = outputs(numbers.map { $0 != 0 }, numbers)
    #expect(abs(whole.smoothing - 0.1) < 1e-9)
    let all = outputs(numbers.map { _ in true }, numbers)
    #expect(abs(all.smoothing - 0.1) < 1e-9)
  }

  @Test func patternsThatErrFreelyCountByThemselves() {
    // Every specimen has the same share of wrong ones: no correlation, 80 answers.
    let free = outputs((0..<80).map { $0 % 10 != 0 }, (0..<80).map { $0 / 10 })
    #expect(abs(1 / free.smoothing - 82) < 1e-9)
  }
}
