import Foundation
import SymmetryClassification

/// Whether probabilities are right: of answers of a probability, the share that is right.
public struct ReliabilityFigure: Figure {
  private let curves: ConfidenceCurves

  /// Creates the figure.
  public init(_ curves: ConfidenceCurves) { self.curves = curves }

  /// Width and height in points.
  public var size: SIMD2<Double> { PlotArea.squarePage }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    let area = PlotArea.square(vertical: 0...1)
    area.draw(
      on: canvas,
      across: "probability of the answer",
      up: "right",
      acrossFormat: PlotArea.percent,
      format: PlotArea.percent
    )
    canvas.line([area.place(0, 0), area.place(1, 1)], .grey, width: 0.8, dash: [3, 3])
    let bins = curves.bins.filter { $0.count > 0 }
    let places = bins.map { area.place($0.confidence, $0.accuracy) }
    canvas.curve(places, .blue, dots: 2.6)
    canvas.write(
      "expected calibration error " + String(format: "%.1f %%", 100 * curves.calibrationError),
      at: [area.x + 8, area.y + 10],
      size: 8
    )
  }
}
