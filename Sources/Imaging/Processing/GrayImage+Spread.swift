extension GrayImage {
  /// The image with its intensities spread from 0 to `top`; 0 where they are not finite, or all equal.
  package func spread(to top: Float) -> GrayImage {
    let finite = pixels.filter(\.isFinite)
    let (low, high) = PixelArithmetic.extremes(of: finite.isEmpty ? [0] : finite)
    let scale = high > low ? top / (high - low) : 0
    var image = self
    image.pixels = pixels.map { $0.isFinite ? ($0 - low) * scale : 0 }
    return image
  }
}
