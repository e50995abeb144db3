import Files

/// The resolution of a PNG file, which cairo does not write.
package enum PNGResolution {
  /// Inserts a `pHYs` chunk after the header of a file (PNG specification, third edition, 11.3.4.3).
  package static func stating(_ pixelsPerInch: Double, in file: [UInt8]) -> [UInt8] {
    // The signature, and the header's length, name, 13 bytes and checksum.
    let headerEnd = 8 + 4 + 4 + 13 + 4
    guard file.count > headerEnd else { return file }
    let perMetre = bytes(UInt32((pixelsPerInch / 0.0254).rounded()))
    let content = Array("pHYs".utf8) + perMetre + perMetre + [1]
    let chunk = bytes(9) + content + bytes(CyclicRedundancyCheck.crc32.sum(of: content))
    return Array(file[..<headerEnd]) + chunk + Array(file[headerEnd...])
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
