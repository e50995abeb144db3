import Figures
import Foundation
import SymmetryClassification

/// A reliability diagram: the accuracy of answers by their probability.
public struct ReliabilityFigure: Figure {
  private let curves: ConfidenceCurves

  /// Creates the figure.
  public init(_ curves: ConfidenceCurves) { self.curves = curves }

  /// Width and height in points.
  public var size: SIMD2<Double> { PlotArea.squarePage }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    let area = PlotArea.square(vertical: 0...1)
    area.draw(
      on: canvas,
      across: "probability of the answer",
      up: "accuracy",
      acrossFormat: PlotArea.percent,
      format: PlotArea.percent
    )
    canvas.line([area.position(0, 0), area.position(1, 1)], .grey, width: 0.8, dash: [3, 3])
    let bins = curves.bins.filter { $0.count > 0 }
    let points = bins.map { area.position($0.confidence, $0.accuracy) }
    canvas.curve(points, .blue, dots: 2.6)
    canvas.write(
      "expected calibration error " + String(format: "%.1f %%", 100 * curves.calibrationError),
      at: [area.x + 8, area.y + 10],
      size: 8
    )
  }
}
