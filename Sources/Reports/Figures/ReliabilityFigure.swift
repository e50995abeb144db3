import Foundation
import SymmetryClassification

/// Whether probabilities are right: of answers of a probability, the share that is right.
public struct ReliabilityFigure: Figure {
  private let curves: ConfidenceCurves

  /// Creates the figure.
  public init(_ curves: ConfidenceCurves) { self.curves = curves }

  /// Width and height in points.
  public var size: SIMD2<Double> { [300, 300] }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    let area = PlotArea(
      x: 56,
      y: 16,
      width: 226,
      height: 226,
      horizontal: 0...1,
      vertical: 0...1
    )
    area.draw(on: canvas, across: "probability of the answer", up: "right") { PlotArea.percent($0) }
    canvas.line([area.place(0, 0), area.place(1, 1)], .grey, width: 0.8, dash: [3, 3])
    let bins = curves.bins.filter { $0.count > 0 }
    let places = bins.map { area.place($0.confidence, $0.accuracy) }
    canvas.line(places, .blue, width: 1.5)
    for place in places { canvas.dot(place, radius: 2.6, .blue) }
    canvas.write(
      "expected calibration error " + String(format: "%.1f %%", 100 * curves.calibrationError),
      at: [area.x + 8, area.y + 10],
      size: 8
    )
  }
}

/// How right the surest answers are: the error of the share of patterns that the classifier is surest of.
public struct CoverageFigure: Figure {
  private let curves: ConfidenceCurves

  /// Creates the figure.
  public init(_ curves: ConfidenceCurves) { self.curves = curves }

  /// Width and height in points.
  public var size: SIMD2<Double> { [300, 300] }

  /// Draws it.
  public func draw(on canvas: Canvas) {
    let risks = curves.accuracyAtCoverage.map { 1 - $0 }
    let area = PlotArea(
      x: 56,
      y: 16,
      width: 226,
      height: 226,
      horizontal: 0...1,
      vertical: 0...max(0.05, (risks.max() ?? 1) * 1.1)
    )
    area.draw(on: canvas, across: "share answered, the surest first", up: "wrong") {
      $0 < 0.1 && $0 > 0 ? String(format: "%.1f %%", 100 * $0) : PlotArea.percent($0)
    }
    let places = zip(ConfidenceCurves.coverages, risks).map { area.place($0, $1) }
    canvas.line(places, .vermilion, width: 1.5)
    for place in places { canvas.dot(place, radius: 2.6, .vermilion) }
  }
}
