import Diffraction
import SymmetryClassification
import Testing

@testable import Pipelines

@Suite struct StatedConditionsTests {
  private static func conditions(_ columns: String, _ fields: String) throws -> StatedConditions {
    let table = try PatternTable(Array("file,\(columns)\na.png,\(fields)\n".utf8))
    return try StatedConditions(#require(table.rows["a.png"]))
  }

  @Test func everyColumnIsRead() throws {
    let center = "pattern_center_x,pattern_center_y,pattern_center_z,pattern_center_convention"
    let all = try Self.conditions("voltage,sample_tilt,detector_tilt,\(center)", "15,69.5,-3,0.4,0.7,0.6,oxford")
    #expect(all.voltage == 15 && all.sampleTilt == 69.5 && all.detectorTilt == -3)
    #expect(all.patternCenter == [0.4, 0.7, 0.6] && all.convention == .oxford)
    let withoutConvention = try Self.conditions(center, "0.4,0.7,0.6,")
    #expect(withoutConvention.convention == .bruker)
  }

  @Test func emptyAndAbsentFieldsStateNothing() throws {
    let empty = try Self.conditions("voltage,pattern_center_x,pattern_center_y,pattern_center_z", ",,,")
    #expect(empty == StatedConditions())
    #expect(try Self.conditions("remark", "blurred") == StatedConditions())
  }

  @Test(arguments: [
    ("voltage", "2", "voltage must be a number from 3 to 50, not '2'"),
    ("sample_tilt", "steep", "sample_tilt must be a number from -180 to 180, not 'steep'"),
    ("pattern_center_x", "0.5", "need three numbers, or none"),
    ("pattern_center_z", "-1", "pattern_center_z must be a number from 0.01 to 10"),
    ("pattern_center_convention", "tsl", "must be one of bruker, edax, oxford, not 'tsl'"),
  ]) func wrongFieldsAreNamed(column: String, field: String, sentence: String) {
    let error = #expect(throws: PipelineError.self) { _ = try Self.conditions(column, field) }
    #expect("\(error, default: "none")".contains(sentence))
  }
}
