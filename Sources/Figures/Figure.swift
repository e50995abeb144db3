/// A figure for a publication.
public protocol Figure: Sendable {
  /// Width and height in points of 1/72 inch.
  var size: SIMD2<Double> { get }
  /// Draws the figure on a white page.
  func draw(on canvas: Canvas)
}
