import Foundation
import SampleSupport
import Testing

@testable import SpokenDigits

@Suite struct UtterancesTests {
  @Test func namesGiveDigitSpeakerAndIndex() throws {
    let parsed = try #require(Utterance.parse("7_jackson_32.wav"))
    #expect(parsed == (7, "jackson", 32))
    for name in ["7_jackson_32.mp3", "10_a_1.wav", "x_a_1.wav", "7__1.wav", "7_a_b_1.wav", "7_a_-1.wav", "7_a.wav"] {
      #expect(Utterance.parse(name) == nil, "\(name)")
    }
  }

  @Test func aMissingFolderIsOneSentence() {
    let error = #expect(throws: SampleError.self) { try Utterances.load(URL(filePath: "/nowhere/recordings")) }
    #expect(error?.description.hasPrefix("there is no folder /nowhere/recordings: download") == true)
  }

  @Test func aFolderIsReadInTheOrderOfItsNames() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "digits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: SampleError.self) { _ = try Utterances.load(folder) }
    let samples = WAVFileTests.chunk("data", [UInt8](repeating: 1, count: 800))
    for name in ["3_b_1.wav", "3_a_10.wav", "notes.txt"] {
      try Data(WAVFileTests.file(WAVFileTests.format(), samples)).write(to: folder.appending(path: name))
    }
    let utterances = try Utterances.load(folder)
    #expect(utterances.map(\.speaker) == ["a", "b"])
    #expect(utterances.map(\.features.count) == [3 * 40, 3 * 40])
    let other = WAVFileTests.file(WAVFileTests.format(rate: 16000), samples)
    try Data(other).write(to: folder.appending(path: "4_b_1.wav"))
    let error = #expect(throws: SampleError.self) { try Utterances.load(folder) }
    #expect(error?.description.contains("different sampling rates") == true)
  }

  @Test func standardizedFeaturesHaveMeanZeroAndDeviationOne() {
    let sequences: [[Float]] = [[1, 10, 3, 10], [5, 10]]
    let standardize = Standardization(of: sequences, features: 2)
    let values = sequences.flatMap { standardize($0) }
    let first = stride(from: 0, to: 6, by: 2).map { values[$0] }
    #expect(abs(first.reduce(0, +)) < 1e-5)
    #expect(abs(first.reduce(0) { $0 + $1 * $1 } / 3 - 1) < 1e-5)
    // A constant feature stays finite.
    #expect([1, 3, 5].allSatisfy { abs(values[$0]) < 1e-3 })
  }
}
