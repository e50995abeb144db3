import Files

/// A number by which an image is known again, wherever its file lies: a hash of the file's bytes.
///
/// FNV-1a of 64 bits (RFC 9923), the same on every machine. It tells which patterns a model was trained on; it
/// is no proof against somebody who wants two files to have the same.
public struct PatternFingerprint: Hashable, Sendable, CustomStringConvertible {
  private let hash: UInt64

  /// Hashes the bytes of a file, and the index of the image in a file of several images.
  public init(_ bytes: [UInt8], image index: Int? = nil) {
    guard let index else {
      hash = FNV1a.of(bytes)
      return
    }
    hash = FNV1a.of(bytes + "[\(index)]".utf8)
  }

  /// Reads sixteen hexadecimal digits.
  public init?(_ text: String) {
    // The initializer alone would take a sign as well.
    guard text.utf8.count == 16, text.allSatisfy(\.isHexDigit), let hash = UInt64(text, radix: 16)
    else { return nil }
    self.hash = hash
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
