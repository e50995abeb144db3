import Foundation
import Imaging
import TestSupport
import Testing

/// A little-endian TIFF file of a few tags, built by hand; `data` follows the header.
private func tiff(_ tags: [(tag: UInt16, type: UInt16, value: UInt32)], data: [UInt8], next: UInt32 = 0) -> [UInt8] {
  func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  let place = UInt32(8 + data.count + data.count % 2)
  var file: [UInt8] = [0x49, 0x49, 0x2A, 0] + bytes(place) + data + [UInt8](repeating: 0, count: data.count % 2)
  file += bytes(UInt16(tags.count))
  for entry in tags { file += bytes(entry.tag) + bytes(entry.type) + bytes(UInt32(1)) + bytes(entry.value) }
  return file + bytes(next)
}

/// The tags of a grey image of one strip.
private func grayTags(
  width: UInt32 = 2,
  height: UInt32 = 2,
  bits: UInt32 = 8,
  compression: UInt32 = 1,
  byteCount: UInt32 = 4,
  photometric: UInt32 = 1,
  format: UInt32 = 1
) -> [(tag: UInt16, type: UInt16, value: UInt32)] {
  [
    (256, 4, width), (257, 4, height), (258, 3, bits), (259, 3, compression), (262, 3, photometric), (273, 4, 8),
    (277, 3, 1), (278, 4, height), (279, 4, byteCount), (339, 3, format),
  ]
}

@Suite struct TIFFTests {
  @Test func everyKindOfTIFFGivesTheSamplesThatOtherProgramsWrote() throws {
    let all = try FormatFixture.all(".tif")
    #expect(all.count == 47)
    for (name, fixture) in all { try fixture.check(name, format: "TIFF") }
  }

  @Test func imagesAreNamedByTheirIndex() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "pages.dat").path
    try Data(try FormatFixture.bytes("pages-16.tif")).write(to: URL(filePath: path))
    #expect(try ImageFormats.count(path) == 3 && ImageFormats.isImage(path))
    let expected = try #require(try FormatFixture.all("pages-16.tif")["pages-16.tif"])
    #expect(try ImageFormats.read(path + "[2]").image.pixels == expected.images[2].pixels)
    let error = #expect(throws: ImageFileError.self) { try ImageFormats.read(path) }
    #expect(error?.description.hasSuffix("it holds 3 images; name one, as in \(path)[0]") == true)
    let beyond = #expect(throws: ImageFileError.self) { try ImageFormats.read(path + "[3]") }
    #expect(beyond?.description.hasSuffix("it has 3 images and none of index 3") == true)
    // A file of this very name comes first.
    try Data(try FormatFixture.bytes("gray-8.tif")).write(to: URL(filePath: path + "[2]"))
    #expect(try ImageFormats.read(path + "[2]").bitDepth == 8)
  }

  @Test func whatIsNotReadIsNamed() {
    for (tags, text) in [
      (grayTags(photometric: 5), "in CMYK"), (grayTags(photometric: 32803), "in a colour filter array"),
      (grayTags(compression: 3), "with the compression of number 3"), (grayTags(format: 6), "with complex numbers"),
      (grayTags(bits: 24), "with samples of 24 bits"),
      (grayTags(bits: 8, format: 3), "with floating-point numbers of 8"),
    ] {
      let error = FormatFixture.refusal(of: tiff(tags, data: [1, 2, 3, 4]))
      #expect(error?.description.contains("is a TIFF file \(text)") == true, "\(text): \(error as Any)")
      #expect(error?.description.hasSuffix("which ednet does not read; convert it to PNG") == true)
    }
    #expect(FormatFixture.refusal(of: tiff(grayTags(), data: [1, 2, 3, 4])) == nil)
  }

  @Test func pixelsThatAreNoNumbersAreErrors() {
    let bytes = withUnsafeBytes(of: (Float(1), Float.nan, Float(2), Float.infinity)) { Array($0) }
    let file = tiff(grayTags(bits: 32, byteCount: 16, format: 3), data: bytes)
    #expect(
      FormatFixture.refusal(of: file)?.description
        == "x: damaged: the pixel in row 1, column 2 is no finite number"
    )
  }

  @Test func hostileSizesTakeNoMemory() {
    func refusal(_ width: UInt32, _ height: UInt32, bits: UInt32 = 8, compression: UInt32 = 1) -> String {
      let tags = grayTags(width: width, height: height, bits: bits, compression: compression)
      return FormatFixture.refusal(of: tiff(tags, data: [1, 2, 3, 4]))?.description ?? ""
    }
    for (width, height) in [(4_294_967_295, 4_294_967_295), (32769, 1), (1, 32769), (32768, 32768)]
      as [(UInt32, UInt32)]
    {
      let text = refusal(width, height)
      #expect(text.hasPrefix("x: too large: ") || text.hasPrefix("x: damaged: "), "\(width) × \(height): \(text)")
    }
    #expect(refusal(16384, 8192, bits: 64).contains("with samples of 64 bits"))
    #expect(refusal(16384, 8192).contains("more than 138 bytes can hold"))
    // The most that each compression packs, and a bit more.
    for (compression, factor) in [(5, 3641), (8, 1032), (32946, 1032), (32773, 64), (7, 1536)] as [(UInt32, Int)] {
      let side = UInt32(Double(138 * (factor + 1)).squareRoot()) + 1
      #expect(refusal(side, side, compression: compression).contains("bytes can hold"), "\(compression)")
    }
    #expect(refusal(0, 5).contains("damaged"), "\(refusal(0, 5))")
  }

  @Test func listsOfImagesThatNeverEndAreErrors() throws {
    let place = UInt32(12)
    let loop = tiff(grayTags(), data: [1, 2, 3, 4], next: place)
    let source = try ImageFormats.open(ImageFile(loop, name: "x"))
    #expect(try source.image(at: 0).image.pixels == [1, 2, 3, 4], "images before the damage can be read")
    #expect(source.count == 2)
    let error = #expect(throws: ImageFileError.self) { try source.image(at: 1) }
    #expect(error?.description.hasPrefix("x[1]: damaged: ") == true, "\(error as Any)")
    let cut = tiff(grayTags(), data: [1, 2, 3, 4], next: 100_000)
    #expect(FormatFixture.refusal(of: cut)?.description.hasPrefix("x[1]: ") == true)
  }

  @Test func everyTruncationIsAnError() throws {
    for name in ["gray-16.tif", "gray-16-lzw.tif", "pages-16.tif", "gray-16-bigtiff.tif"] {
      let whole = try FormatFixture.bytes(name)
      let expected = try #require(try FormatFixture.all(name)[name])
      for count in 4..<whole.count {
        let cut = ImageFile(Array(whole.prefix(count)), name: "x")
        // The last bytes may be padding, without which all images are whole.
        guard let source = try? ImageFormats.open(cut) else { continue }
        for index in 0..<source.count {
          guard let image = try? source.image(at: index) else { continue }
          #expect(image.image.pixels == expected.images[index].pixels, "\(name) cut to \(count) bytes")
        }
      }
      #expect(FormatFixture.refusal(of: Array(whole.prefix(whole.count / 2))) != nil)
    }
  }

  @Test(arguments: [
    "gray-16-lzw-predictor.tif", "gray-16-tiles.tif", "pages-16.tif", "palette-8.tif", "gray-8-jpeg.tif",
    "float-32.tif",
    "rgb-8-planar.tif", "gray-16-zstd.tif", "gray-16-lzma.tif", "gray-16-packbits.tif",
  ])
  func damagedFilesEndInOneSentenceOrAnImage(name: String) throws {
    try FormatFixture.readDamaged(name, rounds: 300, seed: 5)
  }
}
