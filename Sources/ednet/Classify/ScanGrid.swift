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
    var places: [Place] = []
    for name in names {
      guard let place = Self.place(in: name) else {
        throw CommandFailure(
          "\(name): the name says no place as x012_y034.png does; give --rows and --columns"
        )
      }
      places.append(place)
    }
    // Between letter and number of all names a hyphen is one; where some lack it, the others count below 0.
    if places.allSatisfy({ $0.row.isHyphened && $0.column.isHyphened }) {
      for index in places.indices {
        places[index].row.value.negate()
        places[index].column.value.negate()
      }
    }
    // A scan may begin anywhere, and count by more than one.
    func ranks(_ values: [Int]) -> [Int: Int] {
      Dictionary(uniqueKeysWithValues: Set(values).sorted().enumerated().map { ($1, $0) })
    }
    let (rows, columns) = (ranks(places.map(\.row.value)), ranks(places.map(\.column.value)))
    guard rows.count * columns.count <= Self.mostPlaces else {
      throw CommandFailure(
        "\(rows.count) rows and \(columns.count) columns are more places than a map shows; "
          + "are all files of one scan?"
      )
    }
    var files = [Int?](repeating: nil, count: rows.count * columns.count)
    for (number, place) in places.enumerated() {
      let index = (rows[place.row.value] ?? 0) * columns.count + (columns[place.column.value] ?? 0)
      if let other = files[index] {
        throw CommandFailure(
          "\(names[other]) and \(names[number]) are of the same place of the scan"
        )
      }
      files[index] = number
    }
    (self.rows, self.columns, self.files) = (rows.count, columns.count, files)
  }

  /// Places files in the order of their names, numbers in them as numbers, row by row.
  ///
  /// - Throws: `CommandFailure` where there are not as many files as places.
  init(names: [String], rows: Int, columns: Int) throws {
    guard names.count == rows * columns else {
      throw CommandFailure(
        "\(rows) rows of \(columns) columns are \(rows * columns) places, and there are "
          + "\(names.count) files"
      )
    }
    let order = names.indices.sorted {
      names[$0].compare(names[$1], options: .numeric) == .orderedAscending
    }
    (self.rows, self.columns, files) = (rows, columns, order)
  }

  private static let mostPlaces = 16_000_000

  /// A number of a name, below 0 behind a hyphen.
  private struct Coordinate {
    var value: Int
    let isHyphened: Bool
  }

  private typealias Place = (row: Coordinate, column: Coordinate)

  /// The place that a name says: x and y, or column (col, c) and row (r), each with its number.
  private static func place(in name: String) -> Place? {
    let stem = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent.lowercased()
    func number(after letters: Regex<(Substring, Substring, Substring)>) -> Coordinate? {
      guard let found = stem.matches(of: letters).last?.output, let value = Int(found.2) else {
        return nil
      }
      return Coordinate(value: found.1 == "-" ? -value : value, isHyphened: found.1 == "-")
    }
    let column = number(after: /(?:^|[^a-z])(?:x|col|column|c)_?(-?)(\d+)/)
    let row = number(after: /(?:^|[^a-z])(?:y|row|r)_?(-?)(\d+)/)
    guard let column, let row else { return nil }
    return (row, column)
  }
}
