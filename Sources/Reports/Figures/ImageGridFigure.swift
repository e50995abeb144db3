import Figures
import Imaging

/// Grey images in rows and columns, with a heading above each column.
public struct ImageGridFigure: Figure {
  private let headings: [String]
  private let rows: [[GrayImage]]
  private let side: Double
  private static let gap = 6.0
  private static let top = 20.0

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - rows: the images, one for each heading; each is stretched from black to white.
  ///   - headings: the headings of the columns.
  ///   - side: the width of an image in points.
  public init(_ rows: [[GrayImage]], headings: [String], side: Double) {
    precondition(rows.allSatisfy { $0.count == headings.count }, "an image for each heading")
    (self.headings, self.rows, self.side) = (headings, rows, side)
  }

  /// Width and height in points.
  public var size: SIMD2<Double> {
    [Self.gap + (side + Self.gap) * Double(headings.count), Self.top + rows.reduce(0) { $0 + height($1) + Self.gap }]
  }

  /// Draws the figure.
  public func draw(on canvas: Canvas) {
    for (column, heading) in headings.enumerated() {
      canvas.write(canvas.shortened(heading, to: side, size: 6), at: [left(column), Self.top / 2], size: 6)
    }
    var y = Self.top
    for row in rows {
      for (column, image) in row.enumerated() {
        canvas.draw(ColorImage(image), x: left(column), y: y, width: side, isSmooth: false)
      }
      y += height(row) + Self.gap
    }
  }

  private func left(_ column: Int) -> Double { Self.gap + (side + Self.gap) * Double(column) }

  private func height(_ row: [GrayImage]) -> Double {
    row.map { side * Double($0.height) / Double($0.width) }.max() ?? 0
  }
}
