/// Comma-separated values as of RFC 4180.
///
/// Lines end in a line feed when written; both that and carriage return with line feed are read.
public enum CSV {
  /// The error of a text that is not comma-separated values.
  public struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line of the error, from 1.
    public let line: Int
    /// The reason.
    public let reason: String
    /// The line and the reason.
    public var description: String { "line \(line): \(reason)" }
  }

  /// A record and the line at which it begins.
  public struct Record: Sendable, Hashable {
    /// The line at which the record begins, from 1; quoted fields may contain line ends.
    public let line: Int
    /// The fields, unquoted.
    public let fields: [String]
  }

  /// Returns one line, with its end, of the fields, quoted where necessary.
  public static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\n" }

  private static func quoted(_ field: String) -> String {
    // Bytes, not characters: Swift treats a carriage return with a line feed as one character.
    let special = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard special || field.hasPrefix(" ") || field.hasSuffix(" ") else { return field }
    var result: [UInt8] = [0x22]
    for byte in field.utf8 {
      if byte == 0x22 { result.append(0x22) }
      result.append(byte)
    }
    return String(decoding: result + [0x22], as: UTF8.self)
  }

  /// Returns the records of a text; empty lines are skipped, a byte-order mark too.
  ///
  /// - Throws: `CSV.SyntaxError` if the text is not UTF-8, or a quote is not closed or misplaced.
  public static func records(_ bytes: [UInt8]) throws(SyntaxError) -> [Record] {
    var reader = CSVReader(bytes: bytes)
    return try reader.records()
  }
}

private struct CSVReader {
  private static let (quote, comma, lineFeed, carriageReturn): (UInt8, UInt8, UInt8, UInt8) = (0x22, 0x2C, 0x0A, 0x0D)

  let bytes: [UInt8]
  var position = 0
  var line = 1

  init(bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func records() throws(CSV.SyntaxError) -> [CSV.Record] {
    var records: [CSV.Record] = []
    while position < bytes.count {
      let start = line
      var fields: [String] = []
      repeat { fields.append(try field()) } while skip(Self.comma)
      try endLine()
      if fields != [""] { records.append(CSV.Record(line: start, fields: fields)) }
    }
    return records
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func endLine() throws(CSV.SyntaxError) {
    if current == nil { return }
    _ = skip(Self.carriageReturn)
    guard skip(Self.lineFeed) else {
      throw CSV.SyntaxError(line: line, reason: "a carriage return stands without a line feed")
    }
    line += 1
  }

  private mutating func field() throws(CSV.SyntaxError) -> String {
    let start = line
    var text: [UInt8] = []
    if skip(Self.quote) {
      while true {
        guard let byte = current else {
          throw CSV.SyntaxError(line: start, reason: "a quote is opened and never closed")
        }
        position += 1
        if byte == Self.quote && !skip(Self.quote) { break }
        if byte == Self.lineFeed { line += 1 }
        text.append(byte)
      }
      if let byte = current, ![Self.comma, Self.lineFeed, Self.carriageReturn].contains(byte) {
        throw CSV.SyntaxError(line: line, reason: "something follows a closing quote: a quote in a field is doubled")
      }
    } else {
      while let byte = current, ![Self.comma, Self.lineFeed, Self.carriageReturn].contains(byte) {
        guard byte != Self.quote else {
          throw CSV.SyntaxError(line: line, reason: "a quote stands within a field that does not begin with one")
        }
        text.append(byte)
        position += 1
      }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw CSV.SyntaxError(line: start, reason: "the text is not UTF-8")
    }
    return string
  }
}
