import Files

/// A hash of an image file's bytes, which identifies the image regardless of its path.
///
/// FNV-1a of 64 bits (RFC 9923), the same on every machine. It shows which patterns a model was trained on.
/// It is not cryptographic: two files with the same hash can be constructed.
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

  /// Hashes the bytes of a file on disk, a part of them in memory at a time.
  ///
  /// - Throws: `FileError`.
  init(contentsOf path: String) throws(FileError) {
    let file = try InputFile(path, limit: .max)
    var (hash, done) = (FNV1a.empty, 0)
    while done < file.byteCount {
      let part = try file.read(count: min(1 << 20, file.byteCount - done))
      hash = FNV1a.of(part, after: hash)
      done += part.count
    }
    self.hash = hash
  }

  /// The fingerprint of an image in the file of this one.
  func image(_ index: Int) -> PatternFingerprint { PatternFingerprint(hash: FNV1a.of("[\(index)]".utf8, after: hash)) }

  private init(hash: UInt64) { self.hash = hash }

  /// Reads sixteen hexadecimal digits.
  public init?(_ text: String) {
    // The initializer alone would also accept a sign.
    guard text.utf8.count == 16, text.allSatisfy(\.isHexDigit), let hash = UInt64(text, radix: 16) else { return nil }
    self.hash = hash
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
