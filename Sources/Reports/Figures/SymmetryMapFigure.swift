/// The answers of a scan, place by place, with a legend.
public struct SymmetryMapFigure: Figure {
  private let columns: Int
  private let rows: Int
  private let values: [Int?]
  private let names: [String]
  private let legend: [(name: String, color: Color, count: Int)]
  private static let unknown = Color(red: 0.62, green: 0.62, blue: 0.62)

  /// Creates the map.
  ///
  /// - Parameters:
  ///   - rows: the rows of the scan.
  ///   - columns: the columns of the scan.
  ///   - values: row by row the class of each place; nil where it is unknown or there is no answer.
  ///   - names: the classes.
  public init(rows: Int, columns: Int, values: [Int?], names: [String]) {
    precondition(values.count == rows * columns, "a value for each place")
    (self.rows, self.columns, self.values, self.names) = (rows, columns, values, names)
    var counts = [Int](repeating: 0, count: names.count)
    for value in values { if let value { counts[value] += 1 } }
    // Colours go round the circle, neighbours apart in lightness too, so that not hue alone tells them apart.
    var legend = names.indices.filter { counts[$0] > 0 }.map { index in
      (name: names[index], color: Self.color(index, of: names.count), count: counts[index])
    }
    let missing = values.count - counts.reduce(0, +)
    if missing > 0 { legend.append(("unknown", Self.unknown, missing)) }
    self.legend = legend
  }

  private static func color(_ index: Int, of count: Int) -> Color {
    .hue(Double(index) / Double(max(count, 1)), lightness: [0.55, 0.8, 0.67][index % 3])
  }

  private var cell: Double { ScanPage.cell(rows: rows, columns: columns) }

  /// Width and height in points.
  public var size: SIMD2<Double> {
    [
      cell * Double(columns) + 130,
      max(cell * Double(rows), 16 * Double(legend.count)) + 20,
    ]
  }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: columns, height: rows, filledWith: Self.unknown)
    for (place, value) in values.enumerated() {
      if let value { image.pixels[place] = Self.color(value, of: names.count) }
    }
    canvas.draw(image, x: 10, y: 10, width: cell * Double(columns), isSmooth: false)
    let x = cell * Double(columns) + 24
    for (row, entry) in legend.enumerated() {
      let y = 17 + 16 * Double(row)
      canvas.fill(x: x, y: y - 5, width: 10, height: 10, entry.color)
      canvas.write("\(entry.name)  \(entry.count)", at: [x + 16, y], size: 8.5)
    }
  }
}
