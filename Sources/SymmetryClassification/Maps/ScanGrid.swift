import Foundation

/// The arrangement of image files in the rows and columns of a scan.
public struct ScanGrid: Sendable, Hashable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The index of the file at each position, row by row; nil if there is none.
  public let files: [Int?]

  /// The greatest number of positions.
  private static let maximumCount = 16_000_000

  /// Arranges files by the positions in their names, such as `x012_y034.png`: columns by x, rows by y.
  ///
  /// - Throws: `ClassificationError` if a name has no position, two names have the same one, or the grid is too large.
  public init(names: [String]) throws(ClassificationError) {
    var positions: [Position] = []
    for name in names {
      guard let position = Position(name) else { throw .noScanPosition(file: name) }
      positions.append(position)
    }
    // If every number follows a hyphen, hyphens are separators; otherwise they are signs.
    if positions.allSatisfy({ $0.row.isHyphenated && $0.column.isHyphenated }) {
      for index in positions.indices {
        positions[index].row.value.negate()
        positions[index].column.value.negate()
      }
    }
    // A scan may begin at any number and have any step.
    func ranks(_ values: [Int]) -> [Int: Int] {
      Dictionary(uniqueKeysWithValues: Set(values).sorted().enumerated().map { ($1, $0) })
    }
    let (rows, columns) = (ranks(positions.map(\.row.value)), ranks(positions.map(\.column.value)))
    guard rows.count * columns.count <= Self.maximumCount else {
      throw .oversizedScan(rows: rows.count, columns: columns.count)
    }
    var files = [Int?](repeating: nil, count: rows.count * columns.count)
    for (number, position) in positions.enumerated() {
      guard let row = rows[position.row.value], let column = columns[position.column.value] else { continue }
      let index = row * columns.count + column
      if let other = files[index] { throw .repeatedScanPosition(names[other], names[number]) }
      files[index] = number
    }
    (self.rows, self.columns, self.files) = (rows.count, columns.count, files)
  }

  /// Arranges files row by row in the order of their names, comparing digits as numbers.
  ///
  /// - Throws: `ClassificationError.scanSize` unless there are `rows * columns` names.
  public init(names: [String], rows: Int, columns: Int) throws(ClassificationError) {
    guard names.count == rows * columns else { throw .scanSize(rows: rows, columns: columns, files: names.count) }
    let order = names.indices.sorted { names[$0].compare(names[$1], options: .numeric) == .orderedAscending }
    (self.rows, self.columns, files) = (rows, columns, order)
  }
}

/// The position in a file's name: x and y, or column (col, c) and row (r), each followed by its number.
private struct Position {
  /// A number, negative after a hyphen.
  struct Coordinate {
    var value: Int
    let isHyphenated: Bool
  }

  var row: Coordinate
  var column: Coordinate

  init?(_ name: String) {
    let stem = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent.lowercased()
    func number(after letters: Regex<(Substring, Substring, Substring)>) -> Coordinate? {
      guard let match = stem.matches(of: letters).last?.output, let value = Int(match.2) else { return nil }
      let isHyphenated = match.1 == "-"
      return Coordinate(value: isHyphenated ? -value : value, isHyphenated: isHyphenated)
    }
    guard let column = number(after: /(?:^|[^a-z])(?:x|col|column|c)_?(-?)(\d+)/),
      let row = number(after: /(?:^|[^a-z])(?:y|row|r)_?(-?)(\d+)/)
    else { return nil }
    (self.row, self.column) = (row, column)
  }
}
