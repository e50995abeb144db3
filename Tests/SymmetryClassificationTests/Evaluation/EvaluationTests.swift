import Foundation
import TestSupport
import Testing

@testable import SymmetryClassification

struct MetricsCase: Decodable, CustomTestStringConvertible {
  struct Numbers: Decodable {
    let accuracy, balancedAccuracy, top2, macroF1, mcc: Double
    let confusion: [[Int]]
    let precision, recall, f1: [Double]
    let support: [Int]
  }
  let name: String
  let classCount: Int
  let truth: [Int]
  let specimen: [Int]
  let probabilities: [[Float]]
  let patterns: Numbers
  let specimens: Numbers
  var testDescription: String { name }

  static func all() throws -> [MetricsCase] {
    let data = try Data(
      contentsOf: Project.fixtures(of: "SymmetryClassificationTests").appending(
        path: "metrics.json"
      )
    )
    return try JSONDecoder().decode([MetricsCase].self, from: data)
  }

  var classes: [String] { (0..<classCount).map { "class \($0)" } }
  var predictions: [PatternPrediction] {
    truth.indices.map {
      PatternPrediction(
        file: "\($0).png",
        specimen: "s\(specimen[$0])",
        trueClass: truth[$0],
        probabilities: probabilities[$0]
      )
    }
  }
}

func prediction(
  _ trueClass: Int,
  _ probabilities: [Float],
  specimen: String? = nil
) -> PatternPrediction {
  PatternPrediction(
    file: "a.png",
    specimen: specimen,
    trueClass: trueClass,
    probabilities: probabilities
  )
}

@Suite struct EvaluationTests {
  @Test func metricsAreThoseOfScikitLearn() throws {
    let cases = try MetricsCase.all()
    #expect(cases.count == 9)
    for fixture in cases {
      let evaluation = try Evaluation(
        classes: fixture.classes,
        predictions: fixture.predictions,
        resamples: 10
      )
      expect(evaluation.metrics, equals: fixture.patterns, "\(fixture.name), patterns")
      let specimens = try #require(evaluation.specimenMetrics)
      expect(specimens, equals: fixture.specimens, "\(fixture.name), specimens")
    }
  }

  private func expect(
    _ metrics: ClassificationMetrics,
    equals numbers: MetricsCase.Numbers,
    _ name: Comment
  ) {
    func close(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) < 1e-6 }
    let scores = metrics.scores
    #expect(close(scores.accuracy, numbers.accuracy), name)
    #expect(close(scores.balancedAccuracy, numbers.balancedAccuracy), name)
    #expect(close(scores.top2, numbers.top2), name)
    #expect(close(scores.macroF1, numbers.macroF1), name)
    #expect(close(scores.mcc, numbers.mcc), name)
    #expect(metrics.confusion.rows == numbers.confusion, name)
    #expect(metrics.perClass.map(\.support) == numbers.support, name)
    for (k, row) in metrics.perClass.enumerated() {
      #expect(close(row.precision, numbers.precision[k]), name)
      #expect(close(row.recall, numbers.recall[k]), name)
      #expect(close(row.f1, numbers.f1[k]), name)
    }
  }

  @Test func evidenceOfASpecimenIsMultiplied() throws {
    let evaluation = try Evaluation(
      classes: ["a", "b"],
      predictions: [
        prediction(0, [0.8, 0.2], specimen: "x"), prediction(0, [0.4, 0.6], specimen: "x"),
        prediction(1, [0.5, 0.5], specimen: "x"),
      ],
      fusion: Fusion(correlation: 0)
    )
    #expect(evaluation.specimens.count == 2)  // the name x in class b is another specimen
    #expect(evaluation.specimens[0].patterns == [0, 1])
    #expect(abs(evaluation.specimens[0].probabilities[0] - 0.32 / 0.44) < 1e-6)
  }

  @Test func rollingUpSumsProbabilities() throws {
    // Fine classes b and c together outweigh a, which wins among the fine ones.
    let evaluation = try Evaluation(
      classes: ["a", "b", "c"],
      predictions: [
        prediction(1, [0.4, 0.3, 0.3], specimen: "x"),
        prediction(0, [0.9, 0.05, 0.05], specimen: "x"),
        prediction(2, [0.1, 0.6, 0.3], specimen: "x"),
      ]
    )
    #expect(evaluation.metrics.scores.accuracy == 1.0 / 3)
    let coarse = try evaluation.rolledUp(["a": "A", "b": "B", "c": "B"])
    #expect(coarse.classes == ["A", "B"])
    #expect(coarse.metrics.scores.accuracy == 1)
    #expect(coarse.predictions[0].probabilities == [0.4, 0.6])
    #expect(abs((coarse.specimens.last?.probabilities[1] ?? 0) - 0.9) < 1e-6)
    #expect(coarse.specimens.count == 3)  // x of b and x of c stay two specimens of B
    #expect(coarse.specimenMetrics?.confusion.rows == [[1, 0], [0, 2]])
    #expect(throws: EvaluationError.notRolledUp(["b", "c"])) { try evaluation.rolledUp(["a": "A"]) }
  }

  @Test func predictionsThatDoNotFitAreRefused() {
    func refusal(_ classes: [String], _ predictions: [PatternPrediction]) -> EvaluationError? {
      #expect(throws: EvaluationError.self) {
        try Evaluation(classes: classes, predictions: predictions)
      }
    }
    #expect(refusal(["a"], []) == .noPredictions)
    #expect(refusal(["a", "a"], [prediction(0, [1, 0])]) == .repeatedClass("a"))
    #expect(
      refusal(["a", "b"], [prediction(2, [1, 0])])
        == .unknownClass(file: "a.png", index: 2, classCount: 2)
    )
    for probabilities: [Float] in [[1], [.nan, 1], [-0.1, 1.1], [.infinity, 0], [0, 0]] {
      guard case .invalidProbabilities = refusal(["a", "b"], [prediction(0, probabilities)]) else {
        Issue.record("\(probabilities) were evaluated")
        continue
      }
    }
  }

  @Test func specimensOfOneNameInTwoFinerClassesStaySeparate() throws {
    let evaluation = try Evaluation(
      by: .latticeSystem,
      modelClasses: ["hP", "cP", "cF"],
      trueClasses: ["cF", "cP"],
      predictions: [
        prediction(0, [0.1, 0.5, 0.4], specimen: "s"),
        prediction(1, [0.9, 0.05, 0.05], specimen: "s"),
      ]
    )
    #expect(evaluation.classes == ["hexagonal", "cubic"])
    #expect(evaluation.specimens.count == 2)
    #expect(evaluation.metrics.confusion.rows == [[0, 0], [1, 1]])
  }

  @Test func labelsAreInterpretedTogetherWithTheModelsClasses() throws {
    // "2" alone would be a point group; among 194 and 225 it is the space group P-1.
    let evaluation = try Evaluation(
      by: .crystalSystem,
      modelClasses: ["2", "194", "225"],
      trueClasses: ["2"],
      predictions: [prediction(0, [0.8, 0.1, 0.1], specimen: "s")]
    )
    #expect(evaluation.metrics.scores.accuracy == 1)
    #expect(evaluation.classes == ["triclinic", "hexagonal", "cubic"])
  }

  @Test func finerLabelsEvaluateACoarserModel() throws {
    let evaluation = try Evaluation(
      by: .bravaisLattice,
      modelClasses: ["hP", "cI", "cF"],
      trueClasses: ["Fm-3m", "Im-3m"],
      predictions: [
        prediction(0, [0.1, 0.2, 0.7], specimen: "a"),
        prediction(1, [0.1, 0.2, 0.7], specimen: "b"),
      ]
    )
    #expect(evaluation.classes == ["hP", "cI", "cF"])
    #expect(evaluation.metrics.confusion.rows == [[0, 0, 0], [0, 0, 1], [0, 0, 1]])
  }

  @Test func undeterminedLevelsAreErrors() {
    #expect(throws: SymmetryLabelError.self) {
      try Evaluation(
        by: .crystalSystem,
        modelClasses: ["hP", "cF"],
        trueClasses: ["cF"],
        predictions: [prediction(0, [0.1, 0.9], specimen: "a")]
      )
    }
  }

  @Test func unanimousSpecimensGetARemark() throws {
    let evaluation = try Evaluation(
      classes: ["a", "b"],
      predictions: (0..<20).map { prediction(0, [0.9, 0.1], specimen: "s\($0)") }
    )
    // 0.025^(1/20) = 0.832
    #expect(evaluation.notes.contains { $0.contains("at least 83 %") })
  }
}
