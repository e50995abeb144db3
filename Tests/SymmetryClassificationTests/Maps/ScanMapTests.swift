import SymmetryClassification
import Testing

@Suite struct ScanMapTests {
  @Test func verdictsAndProbabilitiesFollowTheGrid() throws {
    var map = ScanMap()
    var nameless = ScanMap(keepsNames: false)
    let sure = Prediction(probabilities: [0.25, 0.75])
    map.add(FilePrediction(file: "x1_y0", prediction: sure), .accepted(1))
    map.add(unreadable: "x0_y0")
    map.add(
      FilePrediction(file: "x0_y1", prediction: Prediction(probabilities: [1, 0], isBlank: true)),
      .notAPattern
    )
    let grid = try ScanGrid(names: map.files)
    #expect(map.verdicts(on: grid) == [nil, .accepted(1), .notAPattern, nil])
    #expect(map.probabilities(on: grid) == [nil, 0.75, nil, nil])
    nameless.add(FilePrediction(file: "x1_y0", prediction: sure), .accepted(1))
    nameless.add(unreadable: "x0_y0")
    #expect(nameless.files.isEmpty)
    #expect(nameless.verdicts(on: try ScanGrid(names: ["x0_y0", "x1_y0"])) == [.accepted(1), nil])
  }
}
