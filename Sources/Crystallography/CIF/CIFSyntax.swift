/// The reasons and remedies of text that is not valid CIF.
enum CIFSyntax {
  /// Returns the reason why a line is not valid, from the parser's message and the text of the line.
  ///
  /// The parser says no more than "parse error" of a character that cannot begin a value.
  static func reason(_ message: String, line: Substring) -> String {
    guard message == "parse error" else { return message }
    let words = line.split(whereSeparator: \.isWhitespace)
    if let word = words.first(where: { "[]{$".contains($0.first ?? " ") }) {
      return "a value begins with '\(word.prefix(1))'; put it in quotes"
    }
    if let character = line.first(where: { !$0.isASCII }) {
      return "the character '\(CIFProblem.shown(String(character)))' stands outside of quotes; put the value in quotes"
    }
    if let character = line.unicodeScalars.first(where: { $0.properties.generalCategory == .control && $0 != "\t" }) {
      return "the line has the control character \(character.escaped(asASCII: true)); remove it"
    }
    if line.hasPrefix(";") { return "a text field ends or begins here where no value can be; check the lines with ';'" }
    return
      "'\(CIFProblem.shown(String(line)))' is neither a tag with a value nor part of a loop; correct it or put it in "
      + "quotes"
  }

  /// The remedy for a message of the parser, with the punctuation before it; empty if the message has it.
  static func remedy(_ message: String) -> String {
    switch message {
    case let text where text.hasPrefix("expected block header"): "; put a line such as data_NAME before this one"
    case let text where text.hasPrefix("unterminated text"): "; end the text with a line that begins with ';'"
    case let text where text.hasPrefix("unterminated"): "; close the quotation mark, or put the value in other quotes"
    case "a tag has no value": "; give one, or ? if it is unknown"
    case let text where text.hasPrefix("the loop that begins here"): "; add the missing values or remove the others"
    case "unnamed save_ frame": "; name it, or remove it"
    case "the file has only white space and comments": "; export the structure again"
    default: ""
    }
  }
}
