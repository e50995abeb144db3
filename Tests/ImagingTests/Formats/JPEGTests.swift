import Imaging
import TestSupport
import Testing

@Suite struct JPEGTests {
  @Test func everyKindOfJPEGGivesThePixelsOfAnotherDecoder() throws {
    let all = try FormatFixture.all(".jpg")
    #expect(all.count == 5)
    for (name, fixture) in all { try fixture.check(name, format: "JPEG") }
  }

  @Test func everyTruncationIsAnError() throws {
    for name in ["gray.jpg", "gray-progressive.jpg", "rgb.jpg"] {
      let whole = try FormatFixture.bytes(name)
      for count in 3..<whole.count - 2 {
        let error = try #require(FormatFixture.refusal(of: Array(whole.prefix(count))), "\(name) cut to \(count)")
        guard case .truncated = error.reason else {
          Issue.record("\(name) cut to \(count) bytes: \(error)")
          return
        }
      }
    }
  }

  @Test func otherColourSpacesAreNamed() throws {
    #expect(
      FormatFixture.refusal(of: try FormatFixture.bytes("cmyk.jpg"))?.description
        == "x: is a JPEG file with the colour space CMYK, which ednet does not read; convert it to PNG"
    )
  }

  @Test func hostileHeadersTakeNoMemory() throws {
    // The height and the width follow the marker of the frame, its length and its precision.
    var forged = try FormatFixture.bytes("gray.jpg")
    let frame = try #require(forged.indices.dropLast().first { forged[$0] == 0xFF && forged[$0 + 1] == 0xC0 })
    forged.replaceSubrange(frame + 5..<frame + 9, with: [0x20, 0, 0x40, 0])
    #expect(FormatFixture.refusal(of: forged)?.description.contains("16384 × 8192 pixels, more than") == true)
    forged.replaceSubrange(frame + 5..<frame + 9, with: [0xF0, 0, 0xF0, 0])
    #expect(FormatFixture.refusal(of: forged)?.description.contains("too large") == true)
    forged.replaceSubrange(frame + 5..<frame + 9, with: [0, 0, 0, 0])
    #expect(FormatFixture.refusal(of: forged)?.description.contains("damaged") == true)
  }

  @Test func scansWithoutEndAreErrors() throws {
    // A progressive image whose last scan is repeated.
    let whole = try FormatFixture.bytes("gray-progressive.jpg")
    let scans = whole.indices.dropLast().filter { whole[$0] == 0xFF && whole[$0 + 1] == 0xDA }
    let last = try #require(scans.last)
    let again = Array(repeating: whole[last..<whole.count - 2], count: 200).joined()
    let error = FormatFixture.refusal(of: whole.dropLast(2) + again + whole.suffix(2))
    #expect(error?.description.contains("damaged") == true, "\(error as Any)")
  }

  @Test(arguments: ["gray.jpg", "gray-progressive.jpg", "rgb-subsampled.jpg"])
  func damagedFilesEndInOneSentenceOrAnImage(name: String) throws {
    try FormatFixture.readDamaged(name, rounds: 300, seed: 9)
  }
}
