import Files
import Imaging
import RandomNumbers
import Testing

/// Grey rows of 8 and 16 bits, which are restored without libpng.
@Suite struct GrayRowsTests {
  /// Filtered rows, and the plain way to their samples (PNG specification, third edition, section 9).
  private struct Rows {
    let width: Int, height: Int, depth: Int
    /// The bytes of each row, after that of its filter.
    let filtered: [[UInt8]]

    init(_ width: Int, _ height: Int, depth: Int, filter: (Int) -> UInt8) {
      (self.width, self.height, self.depth) = (width, height, depth)
      var generator = KeyedGenerator(width, height, depth)
      filtered = (0..<height).map { row in
        [filter(row)] + (0..<width * depth / 8).map { _ in UInt8.random(in: 0...255, using: &generator) }
      }
    }

    var pixels: [Float] {
      let step = depth / 8
      var above = [UInt8](repeating: 0, count: width * step)
      return filtered.flatMap { row -> [Float] in
        var restored = Array(row.dropFirst())
        for i in restored.indices {
          let (a, c) = i < step ? (0, 0) : (Int(restored[i - step]), Int(above[i - step]))
          let b = Int(above[i])
          let distances = [abs(b - c), abs(a - c), abs(a + b - 2 * c)]
          let nearest = [a, b, c][distances.firstIndex(of: distances.min() ?? 0) ?? 0]
          restored[i] &+= UInt8([0, a, b, (a + b) / 2, nearest][Int(row[0])])
        }
        above = restored
        return step == 1
          ? restored.map { Float($0) }
          : (0..<width).map { Float(Int(restored[2 * $0]) << 8 | Int(restored[2 * $0 + 1])) }
      }
    }

    /// A PNG file of the rows, uncompressed, with other chunks after the header.
    func file(_ others: [(type: String, content: [UInt8])] = [], hasEnd: Bool = true) -> [UInt8] {
      func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
      func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let typed = Array(type.utf8) + content
        return bytes(UInt32(content.count)) + typed + bytes(CyclicRedundancyCheck.crc32.sum(of: typed))
      }
      let data = filtered.flatMap { $0 }
      precondition(data.count < 1 << 16, "a stored block has at most 65,535 bytes")
      let length = UInt16(data.count)
      let (low, high) = data.reduce((UInt32(1), UInt32(0))) { sums, byte in
        let first = (sums.0 + UInt32(byte)) % 65521
        return (first, (sums.1 + first) % 65521)
      }
      let stream =
        [0x78, 0x01, 0x01, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)] + data
        + bytes(high << 16 | low)
      let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      let half = stream.count / 2
      return signature + chunk("IHDR", bytes(UInt32(width)) + bytes(UInt32(height)) + [UInt8(depth), 0, 0, 0, 0])
        + others.flatMap { chunk($0.type, $0.content) } + chunk("IDAT", Array(stream[..<half]))
        + chunk("IDAT", Array(stream[half...])) + (hasEnd ? chunk("IEND", []) : [])
    }
  }

  @Test(arguments: [8, 16]) func everyFilterIsReversed(depth: Int) throws {
    for (width, height) in [(1, 1), (1, 7), (2, 11), (17, 30), (64, 55), (300, 50)] {
      for first in 0..<5 {
        let rows = Rows(width, height, depth: depth) { UInt8(($0 * ($0 + 1) / 2 + first) % 5) }
        let png = try PNG.decode(rows.file(), name: "x.png")
        #expect(png.image.pixels == rows.pixels, "\(width)×\(height), filter \(first) first")
        #expect(png.bitDepth == depth && png.notes.isEmpty)
        // libpng reads a file that has a transparent colour.
        let other = try PNG.decode(rows.file([("tRNS", [0, 0])]), name: "x.png")
        #expect(other.image == png.image && other.notes == [.alpha])
      }
    }
  }

  @Test func optionalChunksHaveNoEffect() throws {
    let rows = Rows(9, 5, depth: 16) { UInt8($0) }
    let file = rows.file([("gAMA", [0, 0, 0x20, 0]), ("prVt", [1, 2, 3])])
    #expect(try PNG.decode(file, name: "x.png").image.pixels == rows.pixels)
  }

  @Test func damagesAreThoseOfLibpng() {
    func refusal(_ bytes: [UInt8]) -> String? {
      do { _ = try PNG.decode(bytes, name: "x.png") } catch { return "\(error)" }
      return nil
    }
    let rows = Rows(9, 5, depth: 16) { $0 == 3 ? 5 : 4 }
    #expect(refusal(rows.file()) == "x.png: damaged: bad adaptive filter value (after row 3 of 5)")
    let sound = Rows(9, 5, depth: 8) { _ in 4 }
    #expect(refusal(sound.file([("ABCD", [])]))?.contains("unhandled critical chunk") == true)
    #expect(refusal(sound.file([("IHDR", [])]))?.contains("damaged") == true)
    #expect(refusal(sound.file([("a1cd", [])]))?.contains("damaged") == true)
    #expect(refusal(sound.file(hasEnd: false)) == "x.png: truncated after the last row")
  }
}
