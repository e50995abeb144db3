import Testing

@testable import Imaging

@Suite struct PNGHeaderTests {
  /// The first 33 bytes of a file; the checksum is not read.
  private func start(
    _ width: UInt32 = 5,
    _ height: UInt32 = 4,
    depth: UInt8 = 8,
    type: UInt8 = 0,
    method: [UInt8] = [0, 0, 0],
    length: UInt32 = 13,
    name: String = "IHDR"
  ) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    return PNGHeader.signature + word(length) + Array(name.utf8) + word(width) + word(height) + [depth, type] + method
      + [0, 0, 0, 0]
  }

  private func refusal(_ bytes: [UInt8]) -> String? {
    do throws(ImageFileError) {
      _ = try PNGHeader(bytes, name: "a.png")
      return nil
    } catch { return error.description }
  }

  @Test func headerHasTheFieldsOfTheFile() throws {
    let header = try PNGHeader(start(70_00, 3, depth: 16, type: 6, method: [0, 0, 1]) + [9, 9], name: "a.png")
    #expect(header.width == 7000 && header.height == 3 && header.bitDepth == 16)
    #expect(header.colorType == .rgba && header.isInterlaced)
    #expect(try !PNGHeader(start(), name: "a.png").isInterlaced)
  }

  /// Portable Network Graphics specification, third edition, table 12.
  @Test func onlyTheDepthsOfTheSpecificationAreAccepted() {
    let allowed: [UInt8: [UInt8]] = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]]
    for type in UInt8(0)...7 {
      for depth in UInt8(0)...17 {
        let isAllowed = allowed[type]?.contains(depth) == true
        let text = "a.png: damaged: the header claims colour type \(type) with \(depth) bits a sample"
        #expect(refusal(start(depth: depth, type: type)) == (isAllowed ? nil : text))
      }
    }
  }

  @Test func invalidHeadersAreRefused() {
    #expect(refusal(start(length: 12)) == "a.png: damaged: it does not begin with a header")
    #expect(refusal(start(name: "IDAT")) == "a.png: damaged: it does not begin with a header")
    #expect(refusal(start(0, 4)) == "a.png: damaged: the header claims 0 × 4 pixels")
    #expect(refusal(start(5, 1 << 31)) == "a.png: damaged: the header claims 5 × 2147483648 pixels")
    for method: [UInt8] in [[1, 0, 0], [0, 1, 0], [0, 0, 2]] {
      let text = "a.png: damaged: the header claims unknown compression, filters or interlacing"
      #expect(refusal(start(method: method)) == text)
    }
    #expect(refusal(Array(start().prefix(32))) == "a.png: truncated in the header")
  }

  @Test func imagesBeyondTheLimitsAreRefused() {
    #expect(refusal(start(32768, 4096)) == nil)
    for (width, height) in [(32769, 1), (1, 32769), (32768, 4097)] as [(UInt32, UInt32)] {
      let text = "\(width) × \(height) pixels; at most 32768 a side and 134217728 in all are read"
      #expect(refusal(start(width, height)) == "a.png: too large: \(text)")
    }
  }

  @Test func shortFilesCannotHoldLargeImages() throws {
    // 516 rows of 5 samples of one bit need a byte each: 516 bytes.
    let header = try PNGHeader(start(5, 516, depth: 1), name: "a.png")
    #expect(header.fits(inBytes: 1) && !header.fits(inBytes: 0))
    // 43 · 3 · 8 = 1032 bytes, the most that deflate packs into one.
    #expect(try PNGHeader(start(43, 8, depth: 8, type: 2), name: "a.png").fits(inBytes: 1))
    #expect(try !PNGHeader(start(1033, 1), name: "a.png").fits(inBytes: 1))
  }
}
