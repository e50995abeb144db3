/// Something that is drawn for a paper.
public protocol Figure: Sendable {
  /// Width and height in points of 1/72 inch.
  var size: SIMD2<Double> { get }
  /// Draws it, on white.
  func draw(on canvas: Canvas)
}
