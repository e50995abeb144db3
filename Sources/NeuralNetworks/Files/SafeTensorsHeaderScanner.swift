/// A strict scanner of the JSON in the header of a safetensors file.
///
/// It reads only the tokens that the header's grammar permits, so deep nesting uses no stack. Unlike `JSONDecoder` it
/// reports duplicate keys.
struct SafeTensorsHeaderScanner {
  private let bytes: [UInt8]
  private let file: String
  private(set) var position = 0

  /// Creates a scanner at the first byte; `file` is the name in errors.
  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The error of a missing token at the position.
  func expected(_ expected: String) -> SafeTensorsError { error(.malformedHeader(byte: position, expected: expected)) }

  /// An error in the scanned file.
  func error(_ reason: SafeTensorsError.Reason) -> SafeTensorsError { SafeTensorsError(file: file, reason: reason) }

  /// Skips white space and `token`; returns false if another token comes next.
  mutating func passes(_ token: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard position < bytes.count, UInt32(bytes[position]) == token.value else { return false }
    position += 1
    return true
  }

  /// Skips white space and `token`, which must come next.
  mutating func pass(_ token: Unicode.Scalar) throws(SafeTensorsError) {
    guard passes(token) else { throw expected("'\(token)'") }
  }

  /// Skips white space up to the end of the header.
  mutating func passEnd() throws(SafeTensorsError) {
    skipWhitespace()
    guard position == bytes.count else { throw expected("the end of the header") }
  }

  /// Skips the comma before another member, except the first, or the closing token; returns true if a member follows.
  mutating func nextMember(closing: Unicode.Scalar, isFirst: Bool) throws(SafeTensorsError) -> Bool {
    if passes(closing) { return false }
    if isFirst { return true }
    guard passes(",") else { throw expected("',' or '\(closing)'") }
    return true
  }

  /// Reads a key, a string of limited length, and the colon after it.
  mutating func key() throws(SafeTensorsError) -> String {
    let key = try string()
    // Comparing strings normalises them, which is slow for many combining marks.
    guard key.utf8.count <= SafeTensors.maximumKeyByteCount else { throw error(.keyTooLong(byteCount: key.utf8.count)) }
    try pass(":")
    return key
  }

  /// Reads a string and resolves its escapes.
  mutating func string() throws(SafeTensorsError) -> String {
    guard passes("\"") else { throw expected("a string") }
    let start = position
    var content: [UInt8] = []
    while true {
      guard position < bytes.count else { throw expected("the end of a string") }
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: content, as: UTF8.self) else { throw error(.invalidUTF8(byte: start)) }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        content.append(contentsOf: UTF8.encode(try escapedScalar()) ?? .init())
      case ..<0x20: throw expected("an escape instead of a control character")
      default:
        position += 1
        content.append(byte)
      }
    }
  }

  /// Reads the characters of a number in any order; empty if there are none.
  mutating func numberText() -> String {
    skipWhitespace()
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        position += 1
      default: return String(decoding: bytes[start..<position], as: UTF8.self)
      }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// The escapes of one letter (RFC 8259, section 7).
  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
    UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
  ]

  /// Reads what follows a backslash.
  private mutating func escapedScalar() throws(SafeTensorsError) -> Unicode.Scalar {
    guard position < bytes.count else { throw expected("an escape") }
    let byte = bytes[position]
    if let scalar = Self.escapes[byte] {
      position += 1
      return scalar
    }
    guard byte == UInt8(ascii: "u") else { throw expected("an escape of JSON") }
    position += 1
    return try hexadecimalScalar()
  }

  /// Reads what follows `\u`: four digits, or a surrogate pair (RFC 8259, section 7).
  private mutating func hexadecimalScalar() throws(SafeTensorsError) -> Unicode.Scalar {
    let first = try hexadecimalDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw expected("a surrogate pair") }
    position += 2
    let second = try hexadecimalDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw expected("the second half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimalDigits() throws(SafeTensorsError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw expected("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
