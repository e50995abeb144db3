import Testing

@testable import Imaging

@Suite struct FileSignatureTests {
  @Test(
    arguments: [
      ("a JPEG file; convert it to PNG", [0xFF, 0xD8, 0xFF, 0xE0]),
      ("a TIFF file; convert it to PNG", [0x4D, 0x4D, 0, 0x2A]),
      ("a GIF file; convert it to PNG", Array("GIF89a".utf8)), ("a ZIP archive; unpack it", Array("PK\u{3}\u{4}".utf8)),
    ] as [(String, [UInt8])]
  )
  func knownFormatsAreNamed(clause: String, start: [UInt8]) {
    #expect(FileSignature.reason(at: start) == .foreign(clause))
  }

  @Test(
    arguments: [
      ([0x00, 0x0A, 0xFF, 0x10, 0x20], "00 0A FF 10"), ([0x49, 0x49, 0x01], "49 49 01"), ([0x89, 0x48], "89 48"),
    ] as [([UInt8], String)]
  )
  func unknownFormatsShowTheirFirstBytes(start: [UInt8], digits: String) {
    #expect(FileSignature.reason(at: start) == .unknownFormat("it starts with the bytes \(digits)"))
  }

  @Test func textsShowTheirFirstLine() {
    #expect(
      FileSignature.reason(at: Array("x,y\n1,2\n".utf8)) == .unknownFormat("it is a text that starts with \"x,y\"")
    )
  }
}
