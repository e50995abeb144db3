/// How sure the answers of a scan are, place by place.
public struct ConfidenceMapFigure: Figure {
  private let columns: Int
  private let rows: Int
  private let values: [Float?]

  /// Creates the map of the probabilities of the answers, row by row; nil where there is none.
  public init(rows: Int, columns: Int, values: [Float?]) {
    precondition(values.count == rows * columns, "a value for each place")
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  private var cell: Double { ScanPage.cell(rows: rows, columns: columns) }

  /// Width and height in points.
  public var size: SIMD2<Double> {
    [cell * Double(columns) + 80, max(cell * Double(rows), 110) + 20]
  }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: columns, height: rows, filledWith: .faint)
    for (place, value) in values.enumerated() {
      if let value { image.pixels[place] = .scale(Double(value)) }
    }
    canvas.draw(image, x: 10, y: 10, width: cell * Double(columns), isSmooth: false)
    let x = cell * Double(columns) + 24
    canvas.drawScale(x: x, y: 12)
  }
}
