import Testing

@testable import SymmetryClassification

/// An evaluation of three specimens, one of them wrong, with a class that does not occur.
func smallEvaluation(classes: [String] = ["cF, \"fcc\"", "cI", "never"]) throws -> Evaluation {
  try Evaluation(
    classes: classes,
    predictions: [
      prediction(0, [0.7, 0.2, 0.1], specimen: "Ni"),
      prediction(0, [0.2, 0.7, 0.1], specimen: "Ni"),
      prediction(1, [0.1, 0.8, 0.1], specimen: "Fe"),
      prediction(1, [0.6, 0.3, 0.1], specimen: "W"),
    ],
    resamples: 200
  )
}

@Suite struct EvaluationTextTests {
  @Test func textIsAlignedAndListsWrongSpecimens() throws {
    let text = try smallEvaluation(classes: ["cF", "cI", "tP"]).text()
    #expect(text.contains("Wrong specimens: 1 of 3"))
    #expect(text.contains("1 of 3 classes occur neither as true nor as predicted class"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let head = try #require(lines.firstIndex { $0.hasPrefix("Confusion of patterns") })
    #expect(lines[head + 1...head + 3] == ["      cF  cI", "  cF   1   1", "  cI   1   1"])
  }

  @Test func manyClassesWithWideNamesFitTheTerminal() throws {
    let classes = (0..<60).map { "a rather long name of the class number \($0)\n" }
    let predictions = (0..<240).map { index in
      var probabilities = [Float](repeating: 0.001, count: 60)
      probabilities[(index % 60 + (index % 7 == 0 ? 1 : 0)) % 60] = 0.9
      return prediction(index % 60, probabilities)
    }
    let evaluation = try Evaluation(classes: classes, predictions: predictions, resamples: 20)
    for width in [80, 100, 300] {
      let text = evaluation.text(width: width)
      let widest = text.split(separator: "\n").filter { !$0.hasPrefix("Note") }.map(\.count).max()
      #expect((widest ?? 0) <= max(width, 100))
      #expect(text.contains("the most frequent ones") == (width == 80))
      #expect(!text.contains("number 3\n\n"))
    }
  }
}
