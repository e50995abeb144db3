/// Recognition of files that are not images in a known format, for errors.
enum FileSignature {
  private static let known: [(name: String, start: [UInt8])] = [
    ("JPEG", [0xFF, 0xD8]), ("TIFF", [0x49, 0x49, 0x2A, 0x00]), ("TIFF", [0x4D, 0x4D, 0x00, 0x2A]),
    ("BMP", [0x42, 0x4D]), ("GIF", [0x47, 0x49, 0x46, 0x38]), ("HDF5", [0x89, 0x48, 0x44, 0x46]),
    ("PGM", [0x50, 0x35]), ("WebP", [0x52, 0x49, 0x46, 0x46]), ("PDF", [0x25, 0x50, 0x44]),
  ]

  /// A clause on the first bytes of a file.
  static func guess(at bytes: [UInt8]) -> String {
    if let format = known.first(where: { bytes.starts(with: $0.start) }) {
      return "it starts like a \(format.name) file"
    }
    let start = bytes.prefix(4).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }
    return "it starts with the bytes " + start.joined(separator: " ")
  }
}
