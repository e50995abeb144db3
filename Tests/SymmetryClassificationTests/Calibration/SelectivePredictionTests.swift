import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct SelectivePredictionTests {
  private func evaluation() throws -> Evaluation {
    try Evaluation(
      classes: ["a", "b"],
      predictions: [
        prediction(0, [0.9, 0.1], specimen: "x"), prediction(0, [0.6, 0.4], specimen: "x"),
        prediction(1, [0.55, 0.45], specimen: "y"), prediction(1, [0.2, 0.8]),
      ],
      resamples: 10
    )
  }

  @Test func acceptedAnswersAreCounted() throws {
    let evaluation = try evaluation()
    let all = evaluation.selectivePrediction(ofPatternsBy: DecisionRule(threshold: 0))
    #expect(all.count == 4 && all.accepted == 4 && all.wrong == 1 && all.error == 0.25)
    let some = evaluation.selectivePrediction(ofPatternsBy: DecisionRule(threshold: 0.6))
    // 0.6 as a Float lies a little above.
    #expect(some.accepted == 3 && some.wrong == 0 && some.coverage == 0.75)
    #expect(some.bound > 0 && some.bound < 1)
    let none = evaluation.selectivePrediction(ofPatternsBy: DecisionRule(threshold: 0.99))
    #expect(none.accepted == 0 && none.error == 0 && none.bound == 1)
    let specimens = try #require(
      evaluation.selectivePrediction(ofSpecimensBy: DecisionRule(threshold: 0.7))
    )
    #expect(specimens.count == 2 && specimens.accepted == 1 && specimens.wrong == 0)
  }

  @Test func reportsIncludeIt() throws {
    var evaluation = try evaluation()
    #expect(!evaluation.text().contains("unknown"))
    evaluation.selectivePatterns = evaluation.selectivePrediction(
      ofPatternsBy: DecisionRule(threshold: 0.6)
    )
    #expect(
      evaluation.text().contains("Selective prediction: answers below the threshold are unknown")
    )
    #expect(evaluation.metricsCSV().contains("pattern,coverage,,0.75,,"))
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(evaluation.json().utf8)) as? [String: Any]
    )
    let selection = try #require(json["selectivePrediction"] as? [String: Any])
    #expect(selection["accepted"] as? Int == 3 && selection["coverage"] as? Double == 0.75)
  }
}
