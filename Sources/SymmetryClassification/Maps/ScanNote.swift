/// A remark on the arrangement of a scan: a reading of its names that is not the only one, or positions without image.
public struct ScanNote: Sendable, Hashable, CustomStringConvertible {
  /// One sentence.
  public let description: String
  /// The reading that gives another arrangement; nil if the names allow no other.
  public let alternative: ScanReading?

  /// The order of two numbers without letters.
  static func order(_ reading: ScanReading, of name: String) -> ScanNote {
    ScanNote(
      description:
        "\(name): the two numbers are read as \(reading == .columnRow ? "column and row" : "row and column")",
      alternative: reading.alternative
    )
  }

  /// Hyphens before all numbers.
  static func hyphens(in name: String) -> ScanNote {
    ScanNote(
      description: "\(name): the hyphens before the numbers of all names are read as separators, not as minus signs",
      alternative: .minus
    )
  }

  /// Commas between digits.
  static func commas(in name: String) -> ScanNote {
    ScanNote(description: "\(name): a comma between digits is read as a decimal comma", alternative: .separatingComma)
  }

  /// Numbers with an exponent.
  static func exponent(_ number: String, in name: String) -> ScanNote {
    ScanNote(description: "\(name): \(number) is read as a number with an exponent", alternative: .rowByRow)
  }

  /// Several numbers after letters that name the same axis.
  static func repeatedAxis(_ read: String, in name: String) -> ScanNote {
    ScanNote(description: "\(name): of several positions in the name, \(read) is read", alternative: .rowByRow)
  }

  /// Steps that the names give only approximately.
  static func rounded(_ axis: String, step: String) -> ScanNote {
    ScanNote(
      description: "the positions along \(axis) are read as rounded multiples of a step of about \(step)",
      alternative: .rowByRow
    )
  }

  /// Positions without an image.
  static func gaps(_ missing: Int, of total: Int, rows: [String], columns: [String]) -> ScanNote {
    func list(_ axis: String, _ values: [String]) -> String? {
      guard !values.isEmpty else { return nil }
      let shown = values.prefix(5).joined(separator: ", ") + (values.count > 5 ? " …" : "")
      return "\(values.count) whole \(axis)\(values.count == 1 ? "" : "s") (\(shown))"
    }
    let lines = [list("row", rows), list("column", columns)].compactMap { $0 }.joined(separator: " and ")
    return ScanNote(
      description: "\(missing) of \(total) positions of the scan have no image"
        + (lines.isEmpty ? "" : ", among them \(lines)") + "; they are \"not measured\" on the map",
      alternative: nil
    )
  }
}
