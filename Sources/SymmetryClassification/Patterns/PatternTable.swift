import Foundation
import Imaging

/// The optional table `patterns.csv` at the root of a folder of patterns: additional data on each image.
///
/// RFC 4180, UTF-8. The first line names the columns; the column `file` holds the image's path from
/// the root, and a column `index`, if there is one, its index in a file of several images; any other column is kept
/// as text.
public struct PatternTable: Sendable, Hashable {
  /// The name of the file.
  public static let fileName = "patterns.csv"

  /// The names of the columns other than `file`, in their order.
  public let columns: [String]
  /// The values of each image, by the file's path from the root, with the index as in `scan.h5[3]` if there is one.
  public let rows: [String: Row]

  /// A row of the table: the fields of one file.
  public struct Row: Sendable, Hashable {
    /// The index of each column's field; all rows share it, since a table may have a million fields.
    fileprivate let places: [String: Int]
    fileprivate let fields: [String]

    /// The value of a column; nil if there is no such column.
    public subscript(column: String) -> String? { places[column].map { fields[$0] } }
  }

  /// Reads a table.
  ///
  /// - Throws: `CSV.SyntaxError` with the line, where the text is no CSV, there is no column
  ///   `file`, a column or a file is listed twice, or a line has more or fewer fields than there are
  ///   columns.
  public init(_ bytes: [UInt8]) throws(CSV.SyntaxError) {
    let records = try CSV.records(bytes)
    guard let header = records.first else {
      throw CSV.SyntaxError(line: 1, reason: "the table is empty: its first line names the columns")
    }
    var seen: Set<String> = []
    for name in header.fields where !seen.insert(name).inserted {
      throw CSV.SyntaxError(line: header.line, reason: "the column '\(name)' stands twice")
    }
    guard let fileColumn = header.fields.firstIndex(of: "file") else {
      throw CSV.SyntaxError(
        line: header.line,
        reason: "there is no column 'file' with the images' paths (columns are separated by commas)"
      )
    }
    let places = Dictionary(uniqueKeysWithValues: header.fields.enumerated().map { ($0.element, $0.offset) })
    var rows: [String: Row] = [:]
    for record in records.dropFirst() {
      guard record.fields.count == header.fields.count else {
        throw CSV.SyntaxError(
          line: record.line,
          reason: "\(record.fields.count) fields for \(header.fields.count) columns"
        )
      }
      var path = record.fields[fileColumn]
      if path.hasPrefix("./") { path.removeFirst(2) }
      guard !path.isEmpty else { throw CSV.SyntaxError(line: record.line, reason: "the column 'file' is empty") }
      if let place = places["index"], !record.fields[place].isEmpty {
        guard let index = Int(record.fields[place]), index >= 0 else {
          throw CSV.SyntaxError(
            line: record.line,
            reason: "the index '\(record.fields[place])' is no number of an image, from 0"
          )
        }
        path = "\(ImageReference(path: path, index: index))"
      }
      guard rows[path] == nil else {
        throw CSV.SyntaxError(line: record.line, reason: "the file '\(path)' stands twice")
      }
      rows[path] = Row(places: places, fields: record.fields)
    }
    columns = header.fields.filter { $0 != "file" }
    self.rows = rows
  }
}
