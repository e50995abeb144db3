/// The name of a file or folder as the system stores it: bytes, which need not be UTF-8.
///
/// Archives packed on other systems leave names in Latin-1 or other encodings, which no string can hold.
public struct FileName: Sendable, Hashable, CustomStringConvertible {
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a name, or a path of several.
  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The name as text; nil if it is not UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The text; in a name that is not UTF-8, each byte outside of ASCII is `\x` and two digits, as in `Pr\xFCfung.png`.
  public var description: String {
    if let text { return text }
    return bytes.map { byte in
      if byte < 0x80 { return String(Unicode.Scalar(byte)) }
      return #"\x"# + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
