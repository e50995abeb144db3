import Figures
import Imaging

/// A figure that a closure draws.
package struct Drawing: Figure {
  package let size: SIMD2<Double>
  package let draw: @Sendable (Canvas) -> Void

  package init(size: SIMD2<Double>, draw: @escaping @Sendable (Canvas) -> Void) {
    (self.size, self.draw) = (size, draw)
  }

  package func draw(on canvas: Canvas) { draw(canvas) }
}

/// The grey levels of a figure's PNG file, from 0 to 255.
package struct RenderedFigure {
  package let image: GrayImage

  package init(_ figure: some Figure) throws { image = try PNG.decode(figure.data(as: .png), name: "figure").image }

  /// The grey level at a position in points.
  package subscript(x: Double, y: Double) -> Float { image[Int(y * 300 / 72), Int(x * 300 / 72)] }

  /// The grey level of a colour.
  package static func grey(of color: Color) throws -> Float {
    try RenderedFigure(Drawing(size: [4, 4]) { $0.fill(x: 0, y: 0, width: 4, height: 4, color) })[2, 2]
  }
}
