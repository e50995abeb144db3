/// Lines and points over two axes, with a legend above the frame.
public struct PlotFigure: Figure {
  /// The points of one data set and their style.
  public struct Series: Sendable {
    /// The marks of a series.
    public enum Style: Sendable {
      /// A line through the points, in order.
      case line
      /// A dashed line through the points, in order.
      case dashes
      /// A dot at each point.
      case points
      /// A line with a dot at each point.
      case linePoints
    }

    /// The name in the legend; without one, the series is not in the legend.
    public var name: String
    /// The points: abscissa and ordinate in the units of the axes.
    public var points: [SIMD2<Double>]
    /// The marks.
    public var style: Style

    /// Creates a series.
    public init(_ name: String, _ points: [SIMD2<Double>], style: Style = .line) {
      (self.name, self.points, self.style) = (name, points, style)
    }
  }

  /// Width and height in points.
  public let size: SIMD2<Double>
  private let series: [Series]
  private let titles: (plot: String?, across: String, up: String)
  private let ranges: (horizontal: ClosedRange<Double>, vertical: ClosedRange<Double>)

  /// Okabe and Ito's colours, which are distinguishable with colour vision deficiencies (Color Universal Design, 2008).
  private static let palette = [
    Color.blue, .vermilion, Color(red: 0, green: 0.62, blue: 0.451), Color(red: 0.8, green: 0.475, blue: 0.655),
    Color(red: 0.902, green: 0.624, blue: 0), Color(red: 0.337, green: 0.706, blue: 0.914), .black,
  ]

  /// Creates a plot.
  ///
  /// - Parameters:
  ///   - series: the data, drawn in order; points that are not finite are left out.
  ///   - title: the title above the legend.
  ///   - across: the label of the horizontal axis, with its unit.
  ///   - up: the label of the vertical axis, with its unit.
  ///   - horizontal: the range of the horizontal axis; by default that of the data.
  ///   - vertical: the range of the vertical axis; by default that of the data and a margin.
  ///   - size: width and height in points of 1/72 inch.
  public init(
    _ series: [Series],
    title: String? = nil,
    across: String,
    up: String,
    horizontal: ClosedRange<Double>? = nil,
    vertical: ClosedRange<Double>? = nil,
    size: SIMD2<Double> = [400, 280]
  ) {
    self.series = series.map { series in
      Series(series.name, series.points.filter { $0.x.isFinite && $0.y.isFinite }, style: series.style)
    }
    let points = self.series.flatMap(\.points)
    titles = (title, across, up)
    ranges = (
      horizontal ?? Self.range(of: points.map(\.x), margin: 0),
      vertical ?? Self.range(of: points.map(\.y), margin: 0.05)
    )
    self.size = size
  }

  /// The range of values, wider by a share of its length at both ends.
  private static func range(of values: [Double], margin: Double) -> ClosedRange<Double> {
    guard let least = values.min(), let greatest = values.max() else { return 0...1 }
    let length = greatest > least ? greatest - least : max(abs(least), 1)
    return greatest > least
      ? least - margin * length...greatest + margin * length : least - length / 2...greatest + length / 2
  }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    var top = 14.0
    if let title = titles.plot {
      canvas.write(title, at: [size.x / 2, top + 2], size: 10, .middle)
      top += 20
    }
    top = drawLegend(on: canvas, top: top)
    let area = PlotArea(
      x: 56,
      y: top,
      width: size.x - 72,
      height: max(size.y - top - 38, 20),
      horizontal: ranges.horizontal,
      vertical: ranges.vertical
    )
    area.draw(on: canvas, across: titles.across, up: titles.up)
    canvas.clipped(x: area.x - 3, y: area.y - 3, width: area.width + 6, height: area.height + 6) {
      for (index, series) in series.enumerated() {
        draw(series, Self.color(index), on: canvas) { area.position($0.x, $0.y) }
      }
    }
  }

  private static func color(_ index: Int) -> Color { palette[index % palette.count] }

  private func draw(
    _ series: Series,
    _ color: Color,
    on canvas: Canvas,
    at position: (SIMD2<Double>) -> SIMD2<Double>
  ) {
    let points = series.points.map(position)
    switch series.style {
    case .line: canvas.line(points, color, width: 1.4)
    case .dashes: canvas.line(points, color, width: 1.4, dash: [4, 3])
    case .points: for point in points { canvas.dot(point, radius: points.count > 200 ? 1.4 : 2.2, color) }
    case .linePoints: canvas.curve(points, color, dots: 2.2)
    }
  }

  /// Draws the legend in as many rows as it needs and returns the height at which the frame begins.
  private func drawLegend(on canvas: Canvas, top: Double) -> Double {
    let (left, right, step) = (56.0, size.x - 16, 13.0)
    var position: SIMD2<Double> = [left, top]
    var isEmpty = true
    for (index, series) in series.enumerated() where !series.name.isEmpty {
      let width = 22 + canvas.width(of: series.name, size: 8)
      if position.x > left && position.x + width > right { position = [left, position.y + step] }
      let ends = [position, position + [16, 0]]
      let sample = Series(series.name, series.style == .points ? [position + [8, 0]] : ends, style: series.style)
      draw(sample, Self.color(index), on: canvas) { $0 }
      canvas.write(series.name, at: position + [22, 0], size: 8)
      position.x += width + 14
      isEmpty = false
    }
    return isEmpty ? top : position.y + step
  }
}
