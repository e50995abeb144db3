/// A table with aligned columns for a terminal.
package struct TextTable {
  /// The alignment of a column.
  package enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// Creates an empty table with one alignment per column.
  package init(_ alignments: [Alignment]) { self.alignments = alignments }

  /// Appends a row with one text per column.
  package mutating func append(_ cells: [String]) {
    precondition(cells.count == alignments.count, "a row has one text per column")
    rows.append(cells.map(Self.printable))
  }

  /// The lines of the table, indented by two spaces, without trailing spaces.
  package var lines: [String] {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = " "
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        line += " " + (alignments[column] == .left ? cell + space : space + cell)
        line += column == row.count - 1 ? "" : " "
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// Returns the text with control characters replaced, since folder names may hold some that a terminal would obey.
  static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }

  /// Returns the text shortened to `width` characters by an ellipsis in the middle.
  static func shortened(_ text: String, to width: Int) -> String {
    guard text.count > width, width >= 3 else { return text }
    let head = width / 2
    return text.prefix(head) + "…" + text.suffix(width - head - 1)
  }
}
