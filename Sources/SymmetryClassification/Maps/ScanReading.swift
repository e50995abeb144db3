/// A choice between the readings that the names of a scan's files allow.
public enum ScanReading: String, Sendable, CaseIterable {
  /// Of two numbers without letters, the first is the column.
  case columnRow = "column-row"
  /// Of two numbers without letters, the first is the row.
  case rowColumn = "row-column"
  /// The names hold no positions; their order fills the map row by row.
  case rowByRow = "row-by-row"
  /// The names hold no positions; their order fills the map column by column.
  case columnByColumn = "column-by-column"
  /// A hyphen before a number is a minus sign.
  case minus
  /// A hyphen before a number separates it from the letters.
  case hyphen
  /// A comma between digits is a decimal comma.
  case decimalComma = "decimal-comma"
  /// A comma between digits separates two numbers.
  case separatingComma = "separating-comma"

  /// The reading that excludes this one and takes its place if the user disagrees.
  public var alternative: ScanReading {
    switch self {
    case .columnRow: .rowColumn
    case .rowColumn: .columnRow
    case .rowByRow: .columnByColumn
    case .columnByColumn: .rowByRow
    case .minus: .hyphen
    case .hyphen: .minus
    case .decimalComma: .separatingComma
    case .separatingComma: .decimalComma
    }
  }
}
