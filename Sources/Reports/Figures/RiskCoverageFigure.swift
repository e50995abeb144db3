import Figures
import Foundation
import SymmetryClassification

/// A risk–coverage curve: the error rate of the most confident answers by their share.
public struct RiskCoverageFigure: Figure {
  private let curves: ConfidenceCurves

  /// Creates the figure.
  public init(_ curves: ConfidenceCurves) { self.curves = curves }

  /// Width and height in points.
  public var size: SIMD2<Double> { PlotArea.squarePage }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    let risks = curves.accuracyAtCoverage.map { 1 - $0 }
    let area = PlotArea.square(vertical: 0...max(0.05, (risks.max() ?? 1) * 1.1))
    area.draw(on: canvas, across: "coverage", up: "error rate", acrossFormat: PlotArea.percent) {
      $0 < 0.1 && $0 > 0 ? String(format: "%.1f %%", 100 * $0) : PlotArea.percent($0)
    }
    let points = zip(ConfidenceCurves.coverages, risks).map { area.position($0, $1) }
    canvas.curve(points, .vermilion, dots: 2.6)
  }
}
