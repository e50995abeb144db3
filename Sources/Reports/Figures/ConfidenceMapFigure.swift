/// A map of the probabilities of the most probable classes of a scan.
public struct ConfidenceMapFigure: Figure {
  private let page: ScanPage
  private let values: [Float?]

  /// Creates the map of probabilities, row by row; nil if there is no pattern.
  public init(rows: Int, columns: Int, values: [Float?]) {
    precondition(values.count == rows * columns, "one value per position")
    page = ScanPage(rows: rows, columns: columns)
    self.values = values
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { page.size(legendHeight: Canvas.scaleHeight) }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: page.columns, height: page.rows, filledWith: .faint)
    for (position, value) in values.enumerated() { if let value { image.pixels[position] = .scale(Double(value)) } }
    page.draw(image, title: "Probability of the most probable class", on: canvas)
    canvas.drawScale(x: page.legend.x, y: page.legend.y)
  }
}
