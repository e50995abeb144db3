import SampleSupport
import Testing

@testable import SpokenDigits

@Suite struct WAVFileTests {
  static func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }

  static func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
    Array(kind.utf8) + little(content.count, 4) + content + (content.count % 2 == 1 ? [0] : [])
  }

  static func format(_ format: Int = 1, channels: Int = 1, bits: Int = 16, rate: Int = 8000) -> [UInt8] {
    chunk(
      "fmt ",
      little(format, 2) + little(channels, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2) + little(bits, 2)
    )
  }

  /// A file of these chunks.
  static func file(_ chunks: [UInt8]...) -> [UInt8] {
    let content = Array("WAVE".utf8) + chunks.flatMap { $0 }
    return Array("RIFF".utf8) + little(content.count, 4) + content
  }

  @Test func samplesAreFractionsOfFullScale() throws {
    let data = [0, 16384, -32768, 32767].flatMap { Self.little($0 & 0xFFFF, 2) }
    // A chunk of odd length before the samples.
    let file = try WAVFile(
      Self.file(Self.format(rate: 16000), Self.chunk("LIST", [1, 2, 3]), Self.chunk("data", data)),
      name: "a"
    )
    #expect(file.rate == 16000)
    #expect(file.samples == [0, 0.5, -1, 32767.0 / 32768])
  }

  @Test func everyOtherFileIsOneSentence() {
    let samples = Self.chunk("data", [0, 0])
    let cases: [([UInt8], String)] = [
      ([], "no WAV file"), (Array("RIFFxxxxAVI ".utf8), "no WAV file"), (Self.file(Self.format()), "no samples"),
      (Self.file(samples), "no sampling rate"), (Self.file(Self.format(3), samples), "format 3"),
      (Self.file(Self.format(channels: 2), samples), "2 channels"),
      (Self.file(Self.format(bits: 8), samples), "8 bits"),
      (Self.file(Self.format(), Array(samples.dropLast())), "claims 2 bytes, but 1 follow"),
      (Self.file(Self.chunk("fmt ", [1, 0])), "too short"),
    ]
    for (bytes, words) in cases {
      let error = #expect(throws: SampleError.self) { try WAVFile(bytes, name: "a.wav") }
      #expect(error?.description.hasPrefix("a.wav: ") == true)
      #expect(error?.description.contains(words) == true, "\(words)")
    }
  }

  @Test func everyTruncatedFileIsAnError() {
    let whole = Self.file(Self.format(), Self.chunk("data", [1, 2, 3, 4]))
    for count in 0..<whole.count {
      #expect(throws: SampleError.self) { try WAVFile(Array(whole[..<count]), name: "a") }
    }
  }
}
