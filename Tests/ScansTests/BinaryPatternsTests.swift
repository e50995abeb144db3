import Foundation
import Imaging
import Testing

@testable import Scans

/// The bytes of an integer or number, the least significant first.
private func bytes<Value>(_ values: Value...) -> [UInt8] {
  values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } }
}

@Suite struct BinaryPatternsTests {
  private let pixels = ScanFolder.patterns(6)

  private func check(_ source: any ImageSource, count: Int = 6, scale: Float = 1, from first: Int = 0) throws {
    #expect(source.count == count)
    for index in 0..<count {
      let image = try source.image(at: index).image
      let expected = pixels[12 * (first + index)..<12 * (first + index + 1)].map { Float($0) * scale }
      #expect(image.width == 4 && image.height == 3 && image.pixels == expected, "pattern \(index)")
    }
  }

  @Test func edaxUP1HasNoMapInVersion1() throws {
    let folder = try ScanFolder()
    try folder.write("a.up1", bytes(UInt32(1), 4, 3, 16) + pixels + [1, 2])
    let source = try folder.open("a.up1")
    try check(source)
    #expect(source.scan?.rows == nil && source.scan?.format == "EDAX UP1")
  }

  @Test func aStepThatIsNoLengthIsNotStated() throws {
    let folder = try ScanFolder()
    for (number, step) in [0, -1, .nan, .infinity].enumerated() as EnumeratedSequence<[Double]> {
      try folder.write(
        "\(number).up1",
        bytes(UInt32(3), 4, 3, 42) + [1] + bytes(UInt32(3), 2) + [0] + bytes(step, 0.25) + pixels
      )
      let scan = try #require(try folder.open("\(number).up1").scan)
      #expect(scan.stepX == nil && scan.stepY == 0.25 && scan.rows == 2)
    }
  }

  private func up2(columns: UInt32, rows: UInt32, isHexagonal: UInt8) -> [UInt8] {
    bytes(UInt32(3), 4, 3, 42) + [1] + bytes(columns, rows) + [isHexagonal] + bytes(0.5, 0.25)
      + pixels.flatMap { bytes(UInt16($0) * 257) }
  }

  @Test func edaxUP2StatesItsMapAndStep() throws {
    let folder = try ScanFolder()
    try folder.write("a.UP2", up2(columns: 3, rows: 2, isHexagonal: 0))
    let source = try folder.open("a.UP2")
    try check(source, scale: 257)
    let scan = try #require(source.scan)
    #expect(scan.rows == 2 && scan.columns == 3 && scan.stepX == 0.5 && scan.stepY == 0.25 && scan.notes.isEmpty)
    try folder.write("hex.up2", up2(columns: 2, rows: 4, isHexagonal: 1))
    #expect(try folder.open("hex.up2").scan?.positions == [0, 1, 2, 4, 5, 6])
  }

  @Test func edaxFilesThatLieAreOneSentence() throws {
    let folder = try ScanFolder()
    for (header, text) in [
      (bytes(UInt32(1), 4, 3, 16), "truncated in the first pattern"),
      (bytes(UInt32(1), 4, 3, 4_000_000_000), "truncated in the header"),
      (bytes(UInt32(2), 4, 3, 16), "its version is 2; versions 1 and 3 and later are read"),
      (bytes(UInt32(1), 0, 3, 16), "the header claims 0 × 3 pixels"),
      (bytes(UInt32(1), 0xFFFF_FFFF, 0xFFFF_FFFF, 16), "too large: 4294967295 × 4294967295 pixels"),
      (bytes(UInt32(3), 4, 3, 42), "truncated in the header"),
    ] {
      try folder.write("a.up1", header)
      #expect(folder.error("a.up1")?.contains(text) == true, "\(folder.error("a.up1") ?? "")")
    }
    try folder.write("b.up2", up2(columns: 0xFFFF_FFFF, rows: 0xFFFF_FFFF, isHexagonal: 0))
    let scan = try folder.open("b.up2").scan
    #expect(scan?.rows == nil && scan?.notes.first?.contains("which is not used") == true)
  }

  private func settings(_ samples: String = "2x3", _ resolution: String = "4x3") -> [UInt8] {
    Array(
      """
      [NORDIF]\t\t
      [Microscope]\t\t
      Accelerating voltage\t20\tkV
      Tilt angle\t70\t°
      [Detector angles]\t\t
      Elevation\t5\t°
      [Acquisition settings]\t\t
      Resolution\t\(resolution)\tpx
      [Calibration settings]\t\t
      Resolution\t9x9\tpx
      [Area]\t\t
      Step size\t1.500\tµm
      Number of samples\t\(samples)\t#
      """.replacingOccurrences(of: "\n", with: "\r\n").unicodeScalars.map { UInt8(clamping: $0.value) }
    )
  }

  @Test func nordifIsDescribedByTheSettingsBesideIt() throws {
    let folder = try ScanFolder()
    try folder.write("Pattern.dat", pixels)
    #expect(!NORDIFFormat().recognizes(pixels, of: ImageFile(path: folder.path("Pattern.dat"))))
    try folder.write("Setting.txt", settings())
    let source = try folder.open("Pattern.dat")
    try check(source)
    let scan = try #require(source.scan)
    #expect(scan.rows == 2 && scan.columns == 3 && scan.stepX == 1.5 && scan.voltage == 20 && scan.sampleTilt == 70)
    #expect(scan.detectorTilt == -5 && scan.notes.isEmpty)
    // A scan that was stopped holds whole patterns only.
    try folder.write("Pattern.dat", Array(pixels.dropLast(5)))
    let stopped = try folder.open("Pattern.dat")
    try check(stopped, count: 5)
    #expect(stopped.scan?.notes == ["1 of 6 positions of the map have no pattern"])
    try folder.write("Setting.txt", settings("2x3", "none"))
    #expect(folder.error("Pattern.dat")?.hasPrefix("Setting.txt: damaged: there is no line \"Resolution\"") == true)
  }

  /// A file of version 2 whose patterns are stored in another order than in the map.
  private func ebsp(
    order: [Int],
    compressed: Int32 = 0,
    byteCount: Int32 = 12,
    absent: Set<Int> = []
  ) -> [UInt8] {
    let size = 16 + 12 + 18
    var table = [Int64](repeating: 0, count: 6)
    var body: [UInt8] = []
    for index in order where !absent.contains(index) {
      table[index] = Int64(8 + 6 * 8 + body.count)
      body += bytes(compressed, Int32(3), 4, byteCount) + pixels[12 * index..<12 * (index + 1)]
      body += [1] + bytes(Double(index % 3) * 0.5) + [1] + bytes(Double(index / 3) * 0.5)
      precondition(body.count % size == 0)
    }
    return bytes(Int64(-2)) + table.flatMap { bytes($0) } + body
  }

  @Test func oxfordPatternsComeInTheOrderOfTheMap() throws {
    let folder = try ScanFolder()
    try folder.write("a.ebsp", ebsp(order: [1, 2, 3, 4, 5, 0]))
    let source = try folder.open("a.ebsp")
    try check(source)
    #expect(source.scan?.rows == 2 && source.scan?.columns == 3 && source.scan?.stepX == 0.5)
    try folder.write("b.ebsp", ebsp(order: [0, 1, 2, 3, 4, 5], absent: [0]))
    let partial = try folder.open("b.ebsp")
    try check(partial, count: 5, from: 1)
    #expect(partial.scan?.rows == nil && partial.scan?.notes == ["1 of 6 points of the map have no pattern"])
  }

  @Test func oxfordFilesThatLieAreOneSentence() throws {
    let folder = try ScanFolder()
    let order = [0, 1, 2, 3, 4, 5]
    let files: [([UInt8], String)] = [
      (ebsp(order: order, compressed: 1), "its patterns are compressed"),
      (ebsp(order: order, byteCount: 13), "a pattern of 4 × 3 pixels has 13 bytes"),
      (Array(ebsp(order: order).dropLast(10 + 18)), "truncated in pattern 5"),
      (bytes(Int64(-2), 0, 0, 0), "no offset in its table leads to a pattern"),
      (bytes(Int64(-2), Int64.max, Int64.min), "no offset in its table leads to a pattern"),
      (bytes(Int64.min, 1, 2, 3), "its version is 9223372036854775808"),
    ]
    for (number, (file, text)) in files.enumerated() {
      try folder.write("\(number).ebsp", file)
      let error = folder.error("\(number).ebsp") ?? ""
      #expect(error.contains(text) && !error.contains("\n"), "\(error)")
    }
  }
}
