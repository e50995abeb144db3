import Figures
import NeuralNetworks

/// The learning curves of a training: loss above, accuracy below.
public struct CurvesFigure: Figure {
  private let history: [EpochRecord]

  /// Creates the figure of a history of at least one epoch.
  public init(_ history: [EpochRecord]) {
    precondition(!history.isEmpty, "a training has at least one epoch")
    self.history = history
  }

  /// Width and height in points.
  public var size: SIMD2<Double> { [380, hasAccuracy ? 420 : 230] }

  private var hasAccuracy: Bool { history.contains { $0.trainingAccuracy != nil } }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    let losses = (points { $0.trainingLoss }, points { $0.validationLoss })
    let greatest = (losses.0 + losses.1).map(\.y).max() ?? 1
    draw(losses, on: canvas, at: 30, "loss", 0...max(greatest * 1.05, 1e-6)) { PlotArea.text($0) }
    guard hasAccuracy else { return }
    let accuracies = (points { $0.trainingAccuracy }, points { $0.validationAccuracy })
    draw(accuracies, on: canvas, at: 226, "accuracy", 0...1) { PlotArea.percent($0) }
  }

  private func points(_ value: (EpochRecord) -> Float?) -> [SIMD2<Double>] {
    history.enumerated().compactMap { index, record in value(record).map { [Double(index + 1), Double($0)] } }
  }

  private func draw(
    _ curves: (training: [SIMD2<Double>], validation: [SIMD2<Double>]),
    on canvas: Canvas,
    at top: Double,
    _ name: String,
    _ range: ClosedRange<Double>,
    format: (Double) -> String
  ) {
    let area = PlotArea(
      x: 52,
      y: top,
      width: 310,
      height: 140,
      horizontal: 1...max(2, Double(history.count)),
      vertical: range
    )
    area.draw(on: canvas, across: "epoch", up: name, format: format)
    // The legend is above the frame, clear of the curves.
    for (points, color, text, left) in [
      (curves.training, Color.blue, "training", 150.0), (curves.validation, Color.vermilion, "validation", 230.0),
    ] where !points.isEmpty {
      canvas.curve(points.map { area.position($0.x, $0.y) }, color, dots: points.count < 25 ? 2 : nil)
      let legend: SIMD2<Double> = [area.x + left, top - 12]
      canvas.line([legend, legend + [16, 0]], color, width: 1.5)
      canvas.write(text, at: legend + [22, 0], size: 8)
    }
  }
}
