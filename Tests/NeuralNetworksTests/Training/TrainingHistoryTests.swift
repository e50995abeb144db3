import Foundation
import NeuralNetworks
import Testing

@Suite struct TrainingHistoryTests {
  /// The keys are those of the files of a run.
  @Test func recordsOfFilesStayReadable() throws {
    let json = """
      {"epoch": 2, "examplesPerSecond": 50, "learningRate": 0.5, "seconds": 4, "trainingLoss": 1.5}
      """
    var expected = EpochRecord(
      epoch: 2,
      learningRate: 0.5,
      trainingLoss: 1.5,
      seconds: 4,
      examplesPerSecond: 50
    )
    #expect(try JSONDecoder().decode(EpochRecord.self, from: Data(json.utf8)) == expected)
    let longer = json.dropLast(1) + #", "trainingAccuracy": 0.5, "validationAccuracy": 0.25, "validationLoss": 3}"#
    (expected.trainingAccuracy, expected.validationAccuracy, expected.validationLoss) = (0.5, 0.25, 3)
    #expect(try JSONDecoder().decode(EpochRecord.self, from: Data(longer.utf8)) == expected)
    #expect(try JSONDecoder().decode(EpochRecord.self, from: JSONEncoder().encode(expected)) == expected)
    let short = json.replacing(#""seconds": 4, "#, with: "")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(EpochRecord.self, from: Data(short.utf8)) }
  }

  @Test func endingsHaveTheirNamesOfFiles() throws {
    let json = Data(#"["completed", "stoppedEarly", "interrupted"]"#.utf8)
    let endings = try JSONDecoder().decode([TrainingResult.Ending].self, from: json)
    #expect(endings == [.completed, .stoppedEarly, .interrupted])
  }
}
