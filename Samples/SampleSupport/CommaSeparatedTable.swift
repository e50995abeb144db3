import Foundation

/// A table of a sample's data: a line with the names of the columns, then one line a row; no value contains a comma.
public struct CommaSeparatedTable: Sendable {
  /// A row, whose values are found by the names of the columns.
  public struct Row: Sendable {
    /// The file and line, for messages.
    public let location: String
    private let values: [String: String]

    fileprivate init(location: String, values: [String: String]) {
      (self.location, self.values) = (location, values)
    }

    /// The text in a column; empty if the table has no such column.
    public subscript(column: String) -> String { values[column] ?? "" }

    /// The number in a column.
    ///
    /// - Throws: `SampleError` if the column has no finite number.
    public func number(_ column: String) throws(SampleError) -> Double {
      guard let value = Double(self[column]), value.isFinite else {
        throw SampleError("\(location): column \"\(column)\" has \"\(self[column])\" instead of a number")
      }
      return value
    }
  }

  /// The names of the columns.
  public let columns: [String]
  /// The rows, in the order of the file.
  public let rows: [Row]

  /// Reads the content of a file.
  ///
  /// - Parameters:
  ///   - text: the content; empty lines are skipped.
  ///   - file: the name for messages.
  /// - Throws: `SampleError` if there is no line, or a row has another number of values than there are columns.
  public init(_ text: String, file: String) throws(SampleError) {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    var columns: [String]?
    var rows: [Row] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let names = columns else {
        guard Set(values).count == values.count else { throw SampleError("\(file): two columns have the same name") }
        columns = values
        continue
      }
      let location = "\(file), line \(index + 1)"
      guard values.count == names.count else {
        throw SampleError("\(location): \(values.count) values for \(names.count) columns")
      }
      rows.append(Row(location: location, values: Dictionary(uniqueKeysWithValues: zip(names, values))))
    }
    guard let columns else { throw SampleError("\(file) is empty: fetch it again") }
    (self.columns, self.rows) = (columns, rows)
  }

  /// Reads a file.
  ///
  /// - Throws: `SampleError` if the file cannot be read or is not such a table.
  public init(contentsOf url: URL) throws(SampleError) {
    self = try Self(try SampleData.text(url), file: url.lastPathComponent)
  }
}
