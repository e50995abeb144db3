import Imaging
import TestSupport
import Testing

/// A bitmap with a ramp of 256 greys, or with the bits of a pixel and the compression that are given.
private func bitmap(
  width: Int32,
  height: Int32,
  bits: UInt16 = 8,
  compression: UInt32 = 0,
  colors: UInt32 = 256,
  data: [UInt8]
) -> [UInt8] {
  func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  let start = 54 + 4 * colors
  let info =
    bytes(UInt32(40)) + bytes(width) + bytes(height) + bytes(UInt16(1)) + bytes(bits) + bytes(compression)
    + [UInt8](repeating: 0, count: 12) + bytes(colors) + bytes(UInt32(0))
  var file = Array("BM".utf8) + bytes(start + UInt32(data.count)) + bytes(UInt32(0)) + bytes(start) + info
  for color in 0..<colors { file += [UInt8(color), UInt8(color), UInt8(color), 0] }
  return file + data
}

@Suite struct BMPTests {
  @Test func everyKindOfBMPGivesTheSamplesThatOtherProgramsWrote() throws {
    let all = try FormatFixture.all(".bmp")
    #expect(all.count == 12)
    for (name, fixture) in all { try fixture.check(name, format: "BMP") }
  }

  @Test func runLengthsMaySkipPixels() throws {
    // A row of two runs, the end of a row at its beginning, two pixels skipped, three literal ones, and the end.
    let codes: [UInt8] = [3, 9, 1, 8, 0, 0, 0, 0, 0, 2, 1, 0, 0, 3, 1, 2, 3, 0, 0, 1]
    let file = bitmap(width: 4, height: 3, compression: 1, data: codes)
    #expect(try BMP.decode(file, name: "x").image.pixels == [0, 1, 2, 3, 0, 0, 0, 0, 9, 9, 9, 8])
  }

  @Test func invalidRunLengthsAreErrors() {
    func refusal(_ codes: [UInt8]) -> String {
      FormatFixture.refusal(of: bitmap(width: 4, height: 3, compression: 1, data: codes))?.description ?? ""
    }
    #expect(refusal([5, 9]) == "x: damaged: row 1 of the file has too many pixels")
    #expect(refusal([0, 5, 1, 2, 3, 4, 5, 0]) == "x: damaged: row 1 of the file has too many pixels")
    #expect(refusal([0, 0, 0, 0, 0, 0, 1, 1]) == "x: damaged: row 4 of the file has too many pixels")
    #expect(refusal([0, 2, 9, 9]) == "x: damaged: a code leads outside the image")
    #expect(refusal([4, 1, 0, 0]) == "x: truncated after row 1 of 3 in the file")
    #expect(refusal([0, 2, 1]) == "x: truncated after row 0 of 3 in the file")
    #expect(refusal([0, 4, 1]) == "x: truncated after row 0 of 3 in the file")
  }

  @Test func whatIsNotReadIsNamed() {
    for (bits, compression, text) in [
      (4, 2, "is a BMP file with run lengths of 4 bits"), (24, 4, "is a BMP file with an embedded JPEG image"),
      (24, 5, "is a BMP file with an embedded PNG image"), (7, 0, "damaged: the header claims 7 bits"),
      (32, 3, "is a BMP file with the colour mask 0"),
    ] as [(UInt16, UInt32, String)] {
      let data = [UInt8](repeating: 0, count: 64)
      let file = bitmap(width: 2, height: 2, bits: bits, compression: compression, colors: 0, data: data)
      let error = FormatFixture.refusal(of: file)
      #expect(error?.description.contains(text) == true, "\(error as Any)")
    }
  }

  @Test func hostileHeadersTakeNoMemory() {
    func refusal(_ width: Int32, _ height: Int32, compression: UInt32 = 0) -> String {
      let file = bitmap(width: width, height: height, compression: compression, data: [0, 1])
      return FormatFixture.refusal(of: file)?.description ?? ""
    }
    #expect(refusal(-1, 5).contains("the header claims -1 × 5 pixels"))
    #expect(refusal(5, 0).contains("the header claims 5 × 0 pixels"))
    #expect(refusal(5, .min).contains("too large"))
    #expect(refusal(.max, .max).contains("too large"))
    #expect(refusal(32768, 4096).contains("truncated after row 0 of 4096"))
    #expect(refusal(32768, 4096, compression: 1).contains("bytes can hold"))
  }

  @Test func pixelsOutsideOfThePaletteAreErrors() {
    let file = bitmap(width: 2, height: 1, colors: 3, data: [2, 3, 0, 0])
    #expect(
      FormatFixture.refusal(of: file)?.description
        == "x: damaged: a pixel has colour 3 of a palette of 3 colours, 0 the first"
    )
  }

  @Test func everyTruncationIsAnError() throws {
    for name in ["gray-8.bmp", "rgb-24.bmp", "rgba-32.bmp", "gray-8-run-length.bmp", "rgb-16-masks.bmp"] {
      let whole = try FormatFixture.bytes(name)
      // The padding of the last row, or the codes for the end of the row and of the image, may be missing.
      for count in 0..<whole.count - 5 {
        #expect(FormatFixture.refusal(of: Array(whole.prefix(count))) != nil, "\(name) cut to \(count) bytes")
      }
    }
  }

  @Test(arguments: ["gray-1.bmp", "palette-8.bmp", "gray-8-run-length.bmp", "rgb-16-masks.bmp", "rgba-32.bmp"])
  func damagedFilesEndInOneSentenceOrAnImage(name: String) throws {
    try FormatFixture.readDamaged(name, rounds: 300, seed: 7)
  }

  @Test func textsThatBeginLikeABitmapAreNone() {
    let error = FormatFixture.refusal(of: Array("BMW is a maker of cars".utf8))
    #expect(error?.description.contains("it is a text") == true)
  }
}
