import Foundation

/// The places of the patterns of a scan: rows and columns as told, or as the names of the files tell.
struct ScanGrid {
  let rows: Int
  let columns: Int
  /// For each place, row by row, the number of its file; nil where there is none.
  let files: [Int?]

  /// Places files by what their names say, such as `x012_y034.png`, columns by x and rows by y.
  ///
  /// - Throws: `CommandFailure` where a name says no place, or two say the same.
  init(names: [String]) throws {
    var places: [(row: Int, column: Int)] = []
    for name in names {
      guard let place = Self.place(in: name) else {
        throw CommandFailure(
          "\(name): the name says no place as x012_y034.png does; give --rows and --columns"
        )
      }
      places.append(place)
    }
    // A scan may begin anywhere, and count by more than one.
    func ranks(_ values: [Int]) -> [Int: Int] {
      Dictionary(uniqueKeysWithValues: Set(values).sorted().enumerated().map { ($1, $0) })
    }
    let (rows, columns) = (ranks(places.map(\.row)), ranks(places.map(\.column)))
    guard rows.count * columns.count <= Self.mostPlaces else {
      throw CommandFailure(
        "\(rows.count) rows and \(columns.count) columns are more places than a map shows; "
          + "are all files of one scan?"
      )
    }
    var files = [Int?](repeating: nil, count: rows.count * columns.count)
    for (number, place) in places.enumerated() {
      let index = (rows[place.row] ?? 0) * columns.count + (columns[place.column] ?? 0)
      if let other = files[index] {
        throw CommandFailure(
          "\(names[other]) and \(names[number]) are of the same place of the scan"
        )
      }
      files[index] = number
    }
    (self.rows, self.columns, self.files) = (rows.count, columns.count, files)
  }

  /// Places files in their order, row by row.
  ///
  /// - Throws: `CommandFailure` where there are not as many files as places.
  init(names: [String], rows: Int, columns: Int) throws {
    guard names.count == rows * columns else {
      throw CommandFailure(
        "\(rows) rows of \(columns) columns are \(rows * columns) places, and there are "
          + "\(names.count) files"
      )
    }
    (self.rows, self.columns, files) = (rows, columns, Array(names.indices))
  }

  private static let mostPlaces = 16_000_000

  /// The place that a name says: x and y, or column (col, c) and row (r), each with its number.
  static func place(in name: String) -> (row: Int, column: Int)? {
    let stem = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent.lowercased()
    func number(after letters: Regex<(Substring, Substring)>) -> Int? {
      stem.matches(of: letters).last.flatMap { Int($0.output.1) }
    }
    let column = number(after: /(?:^|[^a-z])(?:x|col|column|c)[_-]?(\d+)/)
    let row = number(after: /(?:^|[^a-z])(?:y|row|r)[_-]?(\d+)/)
    guard let column, let row else { return nil }
    return (row, column)
  }
}
