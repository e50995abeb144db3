/// The repair of values with blanks that lack quotes, such as `_space_group_name_H-M_alt F m -3 m`.
enum CIFRepair {
  /// The largest number of lines that are repaired.
  private static let limit = 50

  /// Parses the text of a CIF; lines that the parser rejects are quoted if they have one tag and several words.
  ///
  /// - Returns: the document, and a note for each repaired line.
  /// - Throws: `CIFFailure` for a line that cannot be repaired.
  static func document(_ bytes: [UInt8]) throws(CIFFailure) -> (CIFDocument, notes: [String]) {
    var lines: [Substring]?
    var notes: [String] = []
    var text = bytes
    while true {
      do throws(CIFFailure) { return (try CIFDocument(text), notes) } catch {
        guard let line = error.line, notes.count < limit else { throw error }
        var all =
          lines ?? String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard all.indices.contains(line - 1) else { throw error }
        guard let repaired = quoted(all[line - 1]) else { throw explained(error, all[line - 1]) }
        all[line - 1] = Substring(repaired)
        notes.append("line \(line): a value with blanks lacks quotes; read as \(repaired.prefix(80))")
        lines = all
        text = Array(all.joined(separator: "\n").utf8)
      }
    }
  }

  private static func explained(_ failure: CIFFailure, _ line: Substring) -> CIFFailure {
    guard case .syntax(let message) = failure.problem else { return failure }
    return CIFFailure(failure.line, .syntax(CIFSyntax.reason(message, line: line)))
  }

  /// A line with its value in quotes, or with underscores in the name of its data block; nil if it has neither.
  private static func quoted(_ line: Substring) -> String? {
    if let match = line.wholeMatch(of: /\s*(_\S+)\s+([^'"#;\s][^'"#]*\s[^'"#]*?)\s*/) {
      return "\(match.1) '\(match.2)'"
    }
    guard let match = line.wholeMatch(of: /\s*(?i:data_)(\S+(?:\s+\S+)+)\s*/) else { return nil }
    return "data_" + match.1.split(separator: " ").joined(separator: "_")
  }
}
