import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct EvaluationCSVTests {
  @Test func csvHasTheValuesOfTheJSON() throws {
    let evaluation = try smallEvaluation()
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
}
