import Figures
import SymmetryClassification

/// A map of the probabilities of the answers of a scan, or of another measure from 0 to 1.
public struct ConfidenceMapFigure: Figure {
  private let page: ScanPage
  private let values: [Float?]
  private let isMeasured: [Bool]
  private let title: String
  /// The colours beside the scale.
  private let legend: [(name: String, color: Color)]

  /// Creates the map.
  ///
  /// - Parameters:
  ///   - rows: the number of rows of the scan.
  ///   - columns: the number of columns of the scan.
  ///   - values: the probabilities, row by row; nil if the image is not a pattern.
  ///   - isMeasured: false for each position without an image; nil if all have one.
  ///   - step: the distances between columns and between rows in micrometres, for a scale bar; nil if not known.
  ///   - title: the title.
  public init(
    rows: Int,
    columns: Int,
    values: [Float?],
    isMeasured: [Bool]? = nil,
    step: SIMD2<Double>? = nil,
    title: String = "Probability of the most probable class"
  ) {
    let isMeasured = isMeasured ?? values.map { _ in true }
    precondition(values.count == rows * columns && isMeasured.count == values.count, "one value per position")
    page = ScanPage(rows: rows, columns: columns, scaleBar: step.map { ScaleBar(step: $0, columns: columns) })
    (self.values, self.isMeasured, self.title) = (values, isMeasured, title)
    let hasOthers = zip(values, isMeasured).contains { $0 == nil && $1 }
    legend =
      (hasOthers ? [(Verdict.notAPatternLabel, Color.faint)] : [])
      + (isMeasured.contains(false) ? [(ScanPage.notMeasured, Color.notMeasured)] : [])
  }

  /// Width and height in points.
  public var size: SIMD2<Double> {
    page.size(legendHeight: legend.isEmpty ? Canvas.scaleHeight : Self.legendTop + 16 * Double(legend.count))
  }

  /// The distance of the first entry from the top of the scale.
  private static let legendTop = Canvas.scaleHeight + 8

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    var image = ColorImage(width: page.columns, height: page.rows, filledWith: .faint)
    for (position, value) in values.enumerated() {
      if let value { image.pixels[position] = .scale(Double(value)) }
      if !isMeasured[position] { image.pixels[position] = .notMeasured }
    }
    page.draw(image, title: title, on: canvas)
    canvas.drawScale(x: page.legend.x, y: page.legend.y)
    for (line, entry) in legend.enumerated() {
      page.drawEntry(entry.name, entry.color, y: Self.legendTop + 16 * Double(line), on: canvas)
    }
  }
}
