import SymmetryClassification
import Testing

@Suite struct EvaluationSymmetryTests {
  private func prediction(
    _ specimen: String,
    _ trueClass: Int,
    _ probabilities: [Float]
  )
    -> PatternPrediction
  {
    PatternPrediction(
      file: "\(trueClass)/\(specimen)",
      specimen: specimen,
      trueClass: trueClass,
      probabilities: probabilities
    )
  }

  @Test func specimensOfTheSameNameInTwoFinerClassesStayTwo() throws {
    let evaluation = try Evaluation(
      by: .latticeSystem,
      modelClasses: ["hP", "cP", "cF"],
      trueClasses: ["cF", "cP"],
      predictions: [
        prediction("s", 0, [0.1, 0.5, 0.4]), prediction("s", 1, [0.9, 0.05, 0.05]),
      ]
    )
    #expect(evaluation.classes == ["hexagonal", "cubic"])
    #expect(evaluation.specimens.count == 2)
    #expect(evaluation.metrics.confusion.rows == [[0, 0], [1, 1]])
  }

  @Test func aFewOfTheModelsNamesMeanWhatTheModelMeans() throws {
    // "2" alone would be a point group; among 194 and 225 it is the space group P-1.
    let evaluation = try Evaluation(
      by: .crystalSystem,
      modelClasses: ["2", "194", "225"],
      trueClasses: ["2"],
      predictions: [prediction("s", 0, [0.8, 0.1, 0.1])]
    )
    #expect(evaluation.metrics.scores.accuracy == 1)
    #expect(evaluation.classes == ["triclinic", "hexagonal", "cubic"])
  }

  @Test func finerTruthJudgesACoarserModel() throws {
    let evaluation = try Evaluation(
      by: .bravaisLattice,
      modelClasses: ["hP", "cI", "cF"],
      trueClasses: ["Fm-3m", "Im-3m"],
      predictions: [
        prediction("a", 0, [0.1, 0.2, 0.7]), prediction("b", 1, [0.1, 0.2, 0.7]),
      ]
    )
    #expect(evaluation.classes == ["hP", "cI", "cF"])
    #expect(evaluation.metrics.confusion.rows == [[0, 0, 0], [0, 0, 1], [0, 0, 1]])
  }

  @Test func levelsThatDoNotFollowAreRefused() {
    #expect(throws: SymmetryLabelError.self) {
      try Evaluation(
        by: .crystalSystem,
        modelClasses: ["hP", "cF"],
        trueClasses: ["cF"],
        predictions: [prediction("a", 0, [0.1, 0.9])]
      )
    }
  }

  @Test func unanimousSpecimensAreNoCertainty() throws {
    let evaluation = try Evaluation(
      classes: ["a", "b"],
      predictions: (0..<20).map { prediction("s\($0)", 0, [0.9, 0.1]) }
    )
    // 0.025^(1/20) = 0.832
    #expect(evaluation.notes.contains { $0.contains("83 % or more") })
  }
}
