import Testing

@testable import Files

@Suite struct ForeignContentTests {
  @Test(
    arguments: [
      (Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8), "git lfs pull"),
      ([0x89] + Array("PNG\n\u{1A}\n".utf8), "CR LF became LF"),
      ([0x89] + Array("PNG\r\r\n\u{1A}\r\n".utf8), "LF became CR LF"),
      ([0xEF, 0xBF, 0xBD] + Array("PNG\r\n".utf8), "converted to UTF-8"),
      ([0x1F, 0x8B, 8, 0], "gunzip"), (Array("PK\u{3}\u{4}".utf8), "a ZIP archive"),
      ([0x00, 0x05, 0x16, 0x07, 0], "AppleDouble"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "Thumbs.db"),
      (Array("  <!DOCTYPE html><html>".utf8), "a web page"), (Array("<?xml version='1.0'?><svg>".utf8), "SVG"),
      (Array("bplist00".utf8), "iCloud"), ([UInt8](repeating: 0, count: 16), "filled with zeros"),
      (Array("P5\n".utf8), "PGM"), (Array("RIFF\u{0}\u{0}\u{0}\u{0}WEBP".utf8), "WebP"),
      (Array("BM".utf8) + [UInt8](repeating: 0, count: 12), "BMP"),
    ] as [([UInt8], String)]
  )
  func filesAreNamedByWhatTheyAre(start: [UInt8], text: String) throws {
    #expect(try #require(ForeignContent(start)).clause.contains(text))
  }

  @Test(arguments: [
    [], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("BMW is a car".utf8), Array("Pm-3m".utf8),
  ])
  func otherBeginningsAreNotKnown(start: [UInt8]) { #expect(ForeignContent(start) == nil) }

  @Test func textsAreQuoted() {
    #expect(ForeignContent.quotation(of: Array("one\ntwo".utf8)) == "\"one\"")
    #expect(ForeignContent.quotation(of: [0, 1, 2]) == nil)
    #expect(ForeignContent.quotation(of: Array(String(repeating: "é", count: 50).utf8))?.hasSuffix("…\"") == true)
  }
}
