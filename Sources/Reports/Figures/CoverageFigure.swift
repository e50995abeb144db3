import Foundation
import SymmetryClassification

/// How right the surest answers are: the error of the share of patterns that the classifier is surest of.
public struct CoverageFigure: Figure {
  private let curves: ConfidenceCurves

  /// Creates the figure.
  public init(_ curves: ConfidenceCurves) { self.curves = curves }

  /// Width and height in points.
  public var size: SIMD2<Double> { PlotArea.squarePage }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    let risks = curves.accuracyAtCoverage.map { 1 - $0 }
    let area = PlotArea.square(vertical: 0...max(0.05, (risks.max() ?? 1) * 1.1))
    area.draw(
      on: canvas,
      across: "share answered, the surest first",
      up: "wrong",
      acrossFormat: PlotArea.percent
    ) {
      $0 < 0.1 && $0 > 0 ? String(format: "%.1f %%", 100 * $0) : PlotArea.percent($0)
    }
    let places = zip(ConfidenceCurves.coverages, risks).map { area.place($0, $1) }
    canvas.curve(places, .vermilion, dots: 2.6)
  }
}
