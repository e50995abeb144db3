import Foundation

/// The axes of a plot, with the transformation from data to positions on the page.
package struct PlotArea {
  /// The frame on the page, in points.
  package let x: Double, y: Double, width: Double, height: Double
  /// The ranges of the axes.
  package let horizontal: ClosedRange<Double>
  package let vertical: ClosedRange<Double>

  package init(
    x: Double,
    y: Double,
    width: Double,
    height: Double,
    horizontal: ClosedRange<Double>,
    vertical: ClosedRange<Double>
  ) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
    (self.horizontal, self.vertical) = (horizontal, vertical)
  }

  /// The size of a page that holds a square plot.
  package static let squarePage = SIMD2<Double>(300, 300)

  /// A square plot with a horizontal axis from 0 to 1.
  package static func square(vertical: ClosedRange<Double>) -> PlotArea {
    PlotArea(x: 56, y: 16, width: 226, height: 226, horizontal: 0...1, vertical: vertical)
  }

  /// The position of a data point on the page.
  package func position(_ horizontal: Double, _ vertical: Double) -> SIMD2<Double> {
    let across = (horizontal - self.horizontal.lowerBound) / length(of: self.horizontal)
    let up = (vertical - self.vertical.lowerBound) / length(of: self.vertical)
    return [x + across * width, y + height - up * height]
  }

  private func length(of range: ClosedRange<Double>) -> Double { max(range.upperBound - range.lowerBound, 1e-12) }

  /// Draws frame, grid, ticks and labels.
  package func draw(
    on canvas: Canvas,
    across: String,
    up: String,
    acrossFormat: (Double) -> String = { PlotArea.text($0) },
    format: (Double) -> String = { PlotArea.text($0) }
  ) {
    for tick in Self.ticks(vertical) {
      let point = position(horizontal.lowerBound, tick)
      canvas.line([point, point + [width, 0]], .faint, width: 0.6)
      canvas.write(format(tick), at: point - [5, 0], size: 7.5, .end, .grey)
    }
    for tick in Self.ticks(horizontal) {
      let point = position(tick, vertical.lowerBound)
      canvas.line([point, point + [0, 3]], .grey, width: 0.6)
      canvas.write(acrossFormat(tick), at: point + [0, 10], size: 7.5, .middle, .grey)
    }
    canvas.line([[x, y], [x, y + height], [x + width, y + height]], .grey, width: 0.8)
    canvas.write(across, at: [x + width / 2, y + height + 23], size: 8.5, .middle)
    canvas.write(up, at: [x - 36, y + height / 2], size: 8.5, .middle, turned: true)
  }

  /// About five round numbers within a range.
  package static func ticks(_ range: ClosedRange<Double>) -> [Double] {
    let raw = (range.upperBound - range.lowerBound) / 5
    guard raw > 0, raw.isFinite else { return [range.lowerBound] }
    let power = pow(10, floor(log10(raw)))
    let step = ([1, 2, 5, 10].first { $0 * power >= raw * 0.999 } ?? 10) * power
    let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// A number with at most four significant digits.
  package static func text(_ value: Double) -> String {
    let text = String(format: "%.4g", value)
    return text == "-0" ? "0" : text
  }

  package static func percent(_ value: Double) -> String { "\(Int((100 * value).rounded())) %" }
}
