extension Canvas {
  /// The height of the colour bar, in points.
  package static let scaleHeight = 90.0

  /// Draws the colour scale of shares as a vertical bar with percentages.
  package func drawScale(x: Double, y: Double) {
    for step in 0..<90 {
      let share = 1 - Double(step) / 89
      fill(x: x, y: y + Double(step), width: 10, height: 1.3, .scale(share))
    }
    frame(x: x, y: y, width: 10, height: Self.scaleHeight, .grey)
    for share in [0, 0.5, 1] {
      write(PlotArea.percent(share), at: [x + 15, y + Self.scaleHeight * (1 - share)], size: 7, .start, .grey)
    }
  }
}
