/// How sure the answers of a scan are, place by place.
public struct ConfidenceMapFigure: Figure {
  private let page: ScanPage
  private let values: [Float?]

  /// Creates the map of the probabilities of the answers, row by row; nil where there is none.
  public init(rows: Int, columns: Int, values: [Float?]) {
    precondition(values.count == rows * columns, "a value for each place")
    page = ScanPage(rows: rows, columns: columns)
    self.values = values
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { page.size(legendHeight: Canvas.scaleHeight) }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: page.columns, height: page.rows, filledWith: .faint)
    for (place, value) in values.enumerated() {
      if let value { image.pixels[place] = .scale(Double(value)) }
    }
    page.draw(image, title: "Probability of the answer", on: canvas)
    canvas.drawScale(x: page.legend.x, y: page.legend.y)
  }
}
