/// The properties of a scan that its file states: the grid, the instrument and the remarks of the reader.
public struct ScanDescription: Sendable, Equatable {
  /// The arrangement of the positions.
  public enum Grid: String, Sendable {
    /// Rows below each other.
    case square
    /// Rows shifted by half a step in turn.
    case hexagonal
  }

  /// A pattern centre: the three numbers in the file, and the same point in Bruker's convention, which ednet uses.
  public struct PatternCenter: Sendable, Equatable {
    /// The numbers in the file, the mean if each pattern has its own.
    public var stored: SIMD3<Double>
    /// The convention of these numbers, by the name of its vendor.
    public var convention: String
    /// x* from the left in widths, y* from the top in heights, and the distance in heights.
    public var bruker: SIMD3<Double>
    /// The differences between the largest and smallest numbers of patterns; nil if the file has one pattern centre.
    public var range: SIMD3<Double>?

    /// Creates a pattern centre.
    public init(stored: SIMD3<Double>, convention: String, bruker: SIMD3<Double>, range: SIMD3<Double>? = nil) {
      (self.stored, self.convention, self.bruker, self.range) = (stored, convention, bruker, range)
    }
  }

  /// The format of the file, such as `Oxford Instruments H5OINA`.
  public var format: String
  /// The number of columns of a pattern.
  public var width: Int
  /// The number of rows of a pattern.
  public var height: Int
  /// The number of rows of the map; nil if the file does not state it.
  public var rows: Int?
  /// The number of columns of the map, of its longer rows in a hexagonal grid; nil if the file does not state it.
  public var columns: Int?
  /// The arrangement of the positions.
  public var grid = Grid.square
  /// The distance between columns, in micrometres; a number that is not positive counts as not stated.
  public var stepX: Double? { didSet { stepX = Self.positive(stepX) } }
  /// The distance between rows, in micrometres; a number that is not positive counts as not stated.
  public var stepY: Double? { didSet { stepY = Self.positive(stepY) } }
  /// The accelerating voltage in kilovolts; a number that is not positive counts as not stated.
  public var voltage: Double? { didSet { voltage = Self.positive(voltage) } }
  /// The angle between the sample surface and the horizontal, in degrees.
  public var sampleTilt: Double?
  /// The tilt of the detector in degrees, with the vendor's sign.
  public var detectorTilt: Double?
  /// The pattern centre.
  public var patternCenter: PatternCenter?
  /// The static background of the detector.
  public var staticBackground: GrayImage?
  /// The position of each pattern in the map, row · `columns` + column; nil if pattern i is at position i.
  public var positions: [Int32]?
  /// Remarks on the file, one clause each.
  public var notes: [String] = []

  /// Describes a scan of which only the size of the patterns is known.
  public init(format: String, width: Int, height: Int) {
    (self.format, self.width, self.height) = (format, width, height)
  }

  private static func positive(_ number: Double?) -> Double? {
    number.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }

  /// The most positions of a map.
  public static let largestPositionCount = 16_000_000

  /// The row and column of a pattern in the map; nil if the file states none.
  public func position(of index: Int) -> (row: Int, column: Int)? {
    guard let rows, let columns, columns > 0 else { return nil }
    var place = index
    if let positions {
      guard positions.indices.contains(index) else { return nil }
      place = Int(positions[index])
    }
    return (0..<rows * columns).contains(place) ? (place / columns, place % columns) : nil
  }

  /// Arranges `count` patterns in a map, by coordinates if the file has them, else in the order of rows.
  ///
  /// A map that the patterns do not fill, or that has too many positions, is left out with a note.
  package mutating func arrange(_ count: Int, rows: Int, columns: Int, positions: [Int32]? = nil) {
    let (total, overflows) = rows.multipliedReportingOverflow(by: columns)
    guard rows > 0, columns > 0, !overflows, total <= Self.largestPositionCount else {
      notes.append("the file states a map of \(rows) × \(columns) positions, which is not used")
      return
    }
    let isHexagonal = grid == .hexagonal && count == total - rows / 2
    guard positions != nil || isHexagonal || count <= total else {
      notes.append("the file states a map of \(rows) × \(columns) positions for \(count) patterns, which is not used")
      return
    }
    (self.rows, self.columns, self.positions) = (rows, columns, positions)
    if positions == nil && isHexagonal { self.positions = Self.alternatingRows(rows, columns) }
    if count < total && !isHexagonal {
      notes.append("\(total - count) of \(total) positions of the map have no pattern")
    }
  }

  /// The positions of a hexagonal grid whose every second row is shorter by one.
  private static func alternatingRows(_ rows: Int, _ columns: Int) -> [Int32] {
    (0..<rows).flatMap { row in
      (0..<columns - row % 2).map { Int32(row * columns + $0) }
    }
  }
}
