import Files

/// Recognition of files that are not images in a known format, for errors.
enum FileSignature {
  /// The reason why a file that starts with these bytes is no image.
  static func reason(at start: [UInt8]) -> ImageFileError.Reason {
    guard let content = ForeignContent(start) else { return .unknownFormat(guess(at: start)) }
    return .foreign(content.remedy == nil ? "\(content.nature); convert it to PNG" : content.clause)
  }

  private static func guess(at bytes: [UInt8]) -> String {
    if let text = ForeignContent.quotation(of: bytes) { return "it is a text that starts with \(text)" }
    let start = bytes.prefix(4).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.count == 1 ? "0" + digits : digits
    }
    return "it starts with the bytes " + start.joined(separator: " ")
  }
}
