import Foundation
import Imaging

/// The arrangement of image files in the rows and columns of a scan.
public struct ScanGrid: Sendable, Hashable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The index of the file at each position, row by row; nil if there is none.
  public let files: [Int?]
  /// The readings of the names that are not the only ones, and the positions without an image.
  public let notes: [ScanNote]

  /// The distance between neighbouring columns in micrometres, if the names give it with a unit of length.
  public let columnStep: Double?
  /// The distance between neighbouring rows in micrometres, if the names give it with a unit of length.
  public let rowStep: Double?

  /// The greatest number of positions.
  private static let maximumCount = 16_000_000

  /// The numbers of rows and columns that a user gives.
  public typealias Size = (rows: Int, columns: Int)

  /// Arranges files by the positions in their names, or by the order of their names.
  ///
  /// Names such as `x0.25_y1.5.png`, in any order of x and y (or column and row), give positions; steps are found from
  /// the numbers, and rows or columns without files stay empty. So do two bare numbers, as in `3_4.png`, if they fill
  /// more than half of a grid. Names without positions fill a given size, comparing digits as numbers.
  ///
  /// - Parameters:
  ///   - names: the files.
  ///   - size: the numbers of rows and columns; nil if only the names tell them.
  ///   - readings: choices between the readings that names allow.
  /// - Throws: `ClassificationError` if names have no position and there is no size, a number cannot be read, two files
  ///   have the same position, the names contradict the size, or the grid is too large.
  public init(names: [String], size: Size? = nil, readings: Set<ScanReading> = []) throws(ClassificationError) {
    let byOrder = !readings.isDisjoint(with: [.rowByRow, .columnByColumn])
    if !byOrder, let positions = try ScanNames(names, readings: readings) {
      if let grid = try Self(names, positions, size, readings) {
        self = grid
        return
      }
    }
    guard let size else {
      guard let first = names.first, !byOrder else { throw .unknownScanSize }
      throw .noScanPosition(file: first)
    }
    try self.init(ordering: names, size, byColumns: readings.contains(.columnByColumn))
  }

  /// Arranges the patterns of a scan file as the file states; nil if it states no map.
  ///
  /// - Parameters:
  ///   - scan: the scan.
  ///   - count: its number of patterns.
  public init?(_ scan: ScanDescription, count: Int) {
    guard let rows = scan.rows, let columns = scan.columns else { return nil }
    var files = [Int?](repeating: nil, count: rows * columns)
    for index in 0..<count {
      if let (row, column) = scan.position(of: index) { files[row * columns + column] = index }
    }
    (self.rows, self.columns, self.files, notes) = (rows, columns, files, [])
    (columnStep, rowStep) = (scan.stepX, scan.stepY)
  }

  /// Arranges files in the order of their names.
  private init(ordering names: [String], _ size: Size, byColumns: Bool) throws(ClassificationError) {
    let (rows, columns) = size
    guard names.count == rows * columns else { throw .scanSize(rows: rows, columns: columns, files: names.count) }
    let order = names.indices.sorted { names[$0].compare(names[$1], options: .numeric) == .orderedAscending }
    let files = (0..<rows * columns).map { byColumns ? order[$0 % columns * rows + $0 / columns] : order[$0] }
    (self.rows, self.columns, self.files, notes) = (rows, columns, files, [])
    (columnStep, rowStep) = (nil, nil)
  }

  /// Arranges files by positions; nil if these are bare numbers that are hardly positions.
  private init?(
    _ names: [String],
    _ positions: ScanNames,
    _ size: Size?,
    _ readings: Set<ScanReading>
  )
    throws(ClassificationError)
  {
    let axes = (try Self.axis(positions.columns, names), try Self.axis(positions.rows, names))
    func grid(_ columns: [ScanAxis], _ rows: [ScanAxis]) -> (column: ScanAxis, row: ScanAxis) {
      // A size decides between steps.
      (columns.first { $0.count == size?.columns } ?? columns[0], rows.first { $0.count == size?.rows } ?? rows[0])
    }
    func fits(_ axes: (column: ScanAxis, row: ScanAxis)) -> Bool {
      size.map { $0 == (axes.row.count, axes.column.count) } ?? true
    }
    var (chosen, notes) = (grid(axes.0, axes.1), positions.notes)
    if !positions.isLabeled {
      let swapped = grid(axes.1, axes.0)
      let given = readings.intersection([.columnRow, .rowColumn]).first
      let isPlausible =
        chosen.row.count > 1 && chosen.column.count > 1 && 2 * names.count > chosen.row.count * chosen.column.count
      guard given != nil || isPlausible else { return nil }
      // A size decides between the orders, unless it is a square.
      if given == nil && fits(chosen) == fits(swapped) { notes.append(.order(.columnRow, of: names[0])) }
      if given == .rowColumn || (given == nil && fits(swapped) && !fits(chosen)) { chosen = swapped }
    }
    if let size, !fits(chosen) {
      throw .contradictedScanSize(
        rows: chosen.row.count,
        columns: chosen.column.count,
        givenRows: size.rows,
        givenColumns: size.columns
      )
    }
    try self.init(names, chosen, notes)
  }

  private static func axis(_ numbers: [ScanNumber], _ names: [String]) throws(ClassificationError) -> [ScanAxis] {
    let readings = ScanAxis.readings(of: numbers)
    if readings.isEmpty {
      throw .unequalScanSteps(
        Set(numbers.map(\.text)).sorted { $0.compare($1, options: .numeric) == .orderedAscending }
      )
    }
    return readings
  }

  private init(
    _ names: [String],
    _ axes: (column: ScanAxis, row: ScanAxis),
    _ notes: [ScanNote]
  )
    throws(ClassificationError)
  {
    let (rows, columns) = (axes.row.count, axes.column.count)
    guard rows <= Self.maximumCount / columns else { throw .oversizedScan(rows: rows, columns: columns) }
    var files = [Int?](repeating: nil, count: rows * columns)
    for number in names.indices {
      let index = axes.row.indices[number] * columns + axes.column.indices[number]
      if let other = files[index] { throw .repeatedScanPosition(names[other], names[number]) }
      files[index] = number
    }
    var notes = notes
    for (name, axis) in [("columns", axes.column), ("rows", axes.row)] where axis.isRounded {
      notes.append(.rounded(name, step: axis.step ?? ""))
    }
    if names.count < files.count {
      func missing(_ axis: ScanAxis) -> [String] {
        let present = Set(axis.indices)
        return (0..<axis.count).filter { !present.contains($0) }.map { axis.position($0) }
      }
      notes.append(
        .gaps(files.count - names.count, of: files.count, rows: missing(axes.row), columns: missing(axes.column))
      )
    }
    (self.rows, self.columns, self.files, self.notes) = (rows, columns, files, notes)
    (columnStep, rowStep) = (axes.column.length, axes.row.length)
  }
}
