import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct EvaluationReportTests {
  private func evaluation(classes: [String] = ["cF, \"fcc\"", "cI", "never"]) throws -> Evaluation {
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

  private func object(_ evaluation: Evaluation) throws -> [String: Any] {
    let data = Data(try evaluation.json().utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func jsonHasTheKeysThatAreDocumented() throws {
    let evaluation = try evaluation()
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

  @Test func whatDoesNotExistIsNull() throws {
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

  @Test func csvCarriesTheNumbersOfTheJSON() throws {
    let evaluation = try evaluation()
    let rows = try CSV.records(Array(evaluation.metricsCSV().utf8)).map(\.fields)
    #expect(rows[0] == ["level", "metric", "class", "value", "low", "high"])
    func value(_ level: String, _ metric: String, _ name: String = "") -> [Double?] {
      (rows.first { Array($0.prefix(3)) == [level, metric, name] } ?? []).dropFirst(3)
        .map { Double($0) }
    }
    let interval = try #require(evaluation.bootstrap.intervals[.mcc])
    #expect(
      value("pattern", "mcc") == [evaluation.metrics.scores.mcc, interval.low, interval.high]
    )
    #expect(value("pattern", "precision", "cF, \"fcc\"") == [0.5, nil, nil])
    #expect(
      value("specimen", "accuracy").first == evaluation.specimenMetrics?.scores.accuracy
    )
    #expect(
      try CSV.records(Array(evaluation.confusionCSV().utf8)).map(\.fields) == [
        ["true\\predicted", "cF, \"fcc\"", "cI", "never"], ["cF, \"fcc\"", "1", "1", "0"],
        ["cI", "1", "1", "0"], ["never", "0", "0", "0"],
      ]
    )
  }

  @Test func textIsAlignedAndNamesWrongSpecimens() throws {
    let text = try evaluation(classes: ["cF", "cI", "tP"]).text()
    #expect(text.contains("Specimens that are wrong: 1 of 3"))
    #expect(text.contains("1 of 3 classes: neither true nor predicted"))
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
      #expect(text.contains("the most frequent") == (width == 80))
      #expect(!text.contains("number 3\n\n"))
    }
  }
}
