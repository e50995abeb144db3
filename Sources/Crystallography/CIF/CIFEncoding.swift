import Foundation

/// The text of CIFs as various systems and editors store it.
enum CIFEncoding {
  /// The text as UTF-8 with line feeds, without byte-order marks, and up to the first NUL or Ctrl-Z.
  ///
  /// UTF-16 is recognised by its byte-order mark. Text that is not UTF-8 is read as Latin-1, of which only comments,
  /// names and quoted text can have characters beyond ASCII.
  static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      bytes = String(bytes: bytes, encoding: .utf16).map { Array($0.utf8) } ?? bytes
    } else if String(validating: bytes, as: UTF8.self) == nil {
      bytes = bytes.flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if let end = bytes.firstIndex(where: { $0 == 0 || $0 == 0x1A }) { bytes.removeSubrange(end...) }
    guard bytes.contains(0x0D) else { return bytes }
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D {
        lines.append(0x0A)
      } else if byte != 0x0A || index == 0 || bytes[index - 1] != 0x0D {
        lines.append(byte)
      }
    }
    return lines
  }
}
