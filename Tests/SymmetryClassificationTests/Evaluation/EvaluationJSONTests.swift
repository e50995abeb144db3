import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct EvaluationJSONTests {
  private func object(_ evaluation: Evaluation) throws -> [String: Any] {
    let data = Data(try evaluation.json().utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func jsonHasTheDocumentedKeys() throws {
    let evaluation = try smallEvaluation()
    let json = try object(evaluation)
    #expect(json["accuracy"] as? Double == evaluation.metrics.scores.accuracy)
    #expect(json["mcc"] as? Double == evaluation.metrics.scores.mcc)
    #expect(json["macroF1"] as? Double == evaluation.metrics.scores.macroF1)
    #expect(json["top2"] as? Double == evaluation.metrics.scores.top2)
    #expect(json["balancedAccuracy"] as? Double == evaluation.metrics.scores.balancedAccuracy)
    #expect(json["count"] as? Int == 4)
    #expect(json["classes"] as? [String] == ["cF, \"fcc\"", "cI", "never"])
    #expect(json["confusion"] as? [[Int]] == [[1, 1, 0], [1, 1, 0], [0, 0, 0]])
    let perClass = try #require(json["perClass"] as? [[String: Any]])
    #expect(perClass.map { $0["class"] as? String } == ["cF, \"fcc\"", "cI", "never"])
    #expect(perClass[2]["f1"] as? Double == 0)
    #expect(perClass[0]["support"] as? Int == 2)
    let perSpecimen = try #require(json["perSpecimen"] as? [String: Any])
    #expect(perSpecimen["count"] as? Int == 3)
    #expect(perSpecimen["accuracy"] as? Double == evaluation.specimenMetrics?.scores.accuracy)
    let specimens = try #require(perSpecimen["specimens"] as? [[String: Any]])
    #expect(specimens[2]["specimen"] as? String == "W")
    #expect(specimens[2]["prediction"] as? String == "cF, \"fcc\"")
    let intervals = try #require(json["intervals"] as? [String: [Double]])
    #expect(Set(intervals.keys) == Set(EvaluationMetric.allCases.map(\.rawValue)))
    #expect(try evaluation.json() == evaluation.json())
  }

  @Test func missingNumbersAreNull() throws {
    let json = try object(
      Evaluation(classes: ["a", "b"], predictions: [prediction(0, [0.5, 0.5])])
    )
    let perSpecimen = try #require(json["perSpecimen"] as? [String: Any])
    #expect(perSpecimen["accuracy"] is NSNull)
    #expect(perSpecimen["count"] as? Int == 0)
    let intervals = try #require(json["intervals"] as? [String: Any])
    #expect(
      intervals.count == EvaluationMetric.allCases.count
        && intervals.values.allSatisfy { $0 is NSNull }
    )
  }
}
