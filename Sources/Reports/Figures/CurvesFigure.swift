import NeuralNetworks

/// What a training brought epoch after epoch: loss above, accuracy below.
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

  /// Draws it.
  public func draw(on canvas: Canvas) {
    draw(on: canvas, at: 30, "loss", \.trainingLoss, \.validationLoss) { PlotArea.text($0) }
    guard hasAccuracy else { return }
    draw(on: canvas, at: 226, "right", \.trainingAccuracy, \.validationAccuracy) {
      PlotArea.percent($0)
    }
  }

  private func draw(
    on canvas: Canvas,
    at top: Double,
    _ name: String,
    _ training: KeyPath<EpochRecord, some OptionalNumber>,
    _ validation: KeyPath<EpochRecord, Float?>,
    format: (Double) -> String
  ) {
    func points(_ value: (EpochRecord) -> Float?) -> [SIMD2<Double>] {
      history.enumerated().compactMap { index, record in
        value(record).map { [Double(index + 1), Double($0)] }
      }
    }
    let (learnt, held) = (
      points { $0[keyPath: training].number }, points { $0[keyPath: validation] }
    )
    let greatest = (learnt + held).map(\.y).max() ?? 1
    let area = PlotArea(
      x: 52,
      y: top,
      width: 310,
      height: 140,
      horizontal: 1...max(2, Double(history.count)),
      vertical: 0...(name == "right" ? 1 : max(greatest * 1.05, 1e-6))
    )
    area.draw(on: canvas, across: "epoch", up: name, format: format)
    // Above the frame, where no curve runs.
    for (points, color, text, left) in [
      (learnt, Color.blue, "training", 150.0), (held, Color.vermilion, "validation", 230.0),
    ] where !points.isEmpty {
      let places = points.map { area.place($0.x, $0.y) }
      canvas.line(places, color, width: 1.5)
      if places.count < 25 { for place in places { canvas.dot(place, radius: 2, color) } }
      let legend: SIMD2<Double> = [area.x + left, top - 12]
      canvas.line([legend, legend + [16, 0]], color, width: 1.5)
      canvas.write(text, at: legend + [22, 0], size: 8)
    }
  }
}

/// A number that may be missing.
protocol OptionalNumber {
  var number: Float? { get }
}
extension Float: OptionalNumber {
  var number: Float? { self }
}
extension Float?: OptionalNumber {
  var number: Float? { self }
}
