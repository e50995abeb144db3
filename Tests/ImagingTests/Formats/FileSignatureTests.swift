import Testing

@testable import Imaging

@Suite struct FileSignatureTests {
  @Test(
    arguments: [
      ("JPEG", [0xFF, 0xD8, 0xFF, 0xE0]), ("TIFF", [0x49, 0x49, 0x2A, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A]),
      ("BMP", Array("BM6".utf8)), ("GIF", Array("GIF89a".utf8)), ("HDF5", [0x89] + Array("HDF\r\n".utf8)),
      ("PGM", Array("P5\n".utf8)), ("WebP", Array("RIFF".utf8)), ("PDF", Array("%PDF-1.7".utf8)),
    ] as [(String, [UInt8])]
  )
  func knownFormatsAreNamed(format: String, start: [UInt8]) {
    #expect(FileSignature.guess(at: start) == "it starts like a \(format) file")
  }

  @Test(
    arguments: [
      ([0x00, 0x0A, 0xFF, 0x10, 0x20], "00 0A FF 10"), ([0x49, 0x49, 0x2A], "49 49 2A"), ([0x89, 0x48], "89 48"),
    ] as [([UInt8], String)]
  )
  func unknownFormatsShowTheirFirstBytes(start: [UInt8], digits: String) {
    #expect(FileSignature.guess(at: start) == "it starts with the bytes \(digits)")
  }
}
