import Crystallography
import Diffraction
import Imaging
import SymmetryClassification
import Testing

@testable import Pipelines

@Suite struct PhaseResultTests {
  private static func point(_ name: String, _ scores: [Float]) -> PhaseResult.Point {
    let geometry = DetectorGeometry(width: 4, height: 3, patternCenter: [0.5, 0.2, 0.6])
    return PhaseResult.Point(
      image: ImageReference(path: name),
      matches: scores.map { PatternMatch(orientation: .identity, geometry: geometry, score: $0) },
      decision: PhaseDecision(scores: scores, leastScore: 0.15)
    )
  }

  private static let result = PhaseResult(
    candidates: ["ferrite", "austenite"].map { PhaseResult.Phase(CrystalMap.Phase(name: $0)) },
    points: [
      point("1.png", [0.5, 0.3]), point("2.png", [0.3, 0.31]), point("3.png", [0.1, 0.05]), point("4.png", [0.4, 0.2]),
    ],
    unreadable: [("5.png", "damaged, \"here\"")]
  )

  @Test func theTableHasARowForEachImage() throws {
    let records = try CSV.records(Array(Self.result.table().utf8)).map(\.fields)
    #expect(records[0].suffix(2) == ["score ferrite", "score austenite"])
    #expect(records.map { $0[1] } == ["phase", "ferrite", "austenite or ferrite", "none of these", "ferrite", ""])
    #expect(records[1][2...3] == ["0.5000", "0.2000"])
    #expect(records[1][7...10] == ["1.00000", "0.00000", "0.00000", "0.00000"])
    #expect(records[1][11...13] == ["0.50000", "0.20000", "0.60000"])
    #expect(records[5][2] == "damaged, \"here\"")
    #expect(Set(records.map(\.count)).count == 1)
  }

  @Test func patternsThatOnlyANetworkClassifiedHaveNoScores() throws {
    var points = [Self.point("1.png", [0.5, 0.3])]
    points[0].probabilities = [0.6, 0.3, 0.1]
    points.append(
      PhaseResult.Point(
        image: ImageReference(path: "2.png"),
        matches: [],
        probabilities: [0.01, 0.98, 0.01],
        decision: .phase(1)
      )
    )
    var result = PhaseResult(candidates: Self.result.candidates, points: points, unreadable: [])
    result.check = PhaseResult.NetworkCheck(compared: 1, agreed: 1)
    let records = try CSV.records(Array(result.table().utf8)).map(\.fields)
    #expect(records[2][1] == "austenite" && records[2][2..<16].allSatisfy(\.isEmpty))
    #expect(records[1].suffix(4) == ["0.6000", "0.6000", "0.3000", "0.1000"])
    #expect(records[2].suffix(4) == ["0.9800", "0.0100", "0.9800", "0.0100"])
    let text = result.text()
    #expect(text.contains("2.png: austenite (probability 0.980)"))
    #expect(text.contains("1 of 2 patterns were classified by the network alone"))
    let map = result.crystalMap(on: try ScanGrid(names: ["x0_y0.png", "x1_y0.png"]), step: [1, 1])
    #expect(map.measure == "probability" && map.points.map(\.probability) == [0.6, 0.98])
    #expect(map.points[0].eulerAngles != nil && map.points[1].eulerAngles == nil)
  }

  @Test func theTextCountsTheAnswers() {
    let lines = Self.result.text().split(separator: "\n")
    #expect(lines[0] == "1.png: ferrite (correlation 0.500, margin 0.200)")
    #expect(lines[4] == "     2   50.0 %  (6.8–93.2 %)  ferrite")
    #expect(lines.count == 7)
  }
}
