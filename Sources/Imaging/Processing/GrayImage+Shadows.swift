/// The limits of shadows in an image; see ``GrayImage/shadowWeights()``.
package struct ShadowLimits: Encodable, Sendable {
  /// The percentile of the brightness that counts as bright.
  package let percentile = 95
  /// The brightness of a shadow, in units of the bright one.
  package let dark: Float = 0.1
  /// The least brightness outside shadows, in the same units.
  package let lit: Float = 0.25
  /// The number of standard deviations of the smoothing Gaussian in the width of an image.
  package let widthOverSigma: Float = 48
  /// The factor by which the smoothed shadow reduces weights around it.
  package let reach: Float = 4

  /// The number of standard deviations of the Gaussian that fills shadows in the width of an image.
  package static let fillWidthOverSigma: Float = 8
  /// The weight of the mean of the image in the filling, which counts deep in a shadow.
  package static let leastFillWeight: Float = 0.01

  /// Creates the limits.
  package init() {}
}

extension GrayImage {
  /// The weights of pixels in an image with shadows, row by row, 0 to 1; nil if there are none.
  ///
  /// Shadows are areas too dark to show a pattern: outside a round screen, or hidden by an obstacle. Their edges are
  /// far stronger than Kikuchi bands and would dominate the variance after background removal. Each pixel has a weight
  /// by its brightness, smoothed by a Gaussian of 1/48 of the width: 0 below a tenth of the 95th percentile, 1 above a
  /// quarter of it, and reduced within that Gaussian's reach of a shadow. Pixels must be finite.
  public func shadowWeights() -> [Float]? {
    let limits = ShadowLimits()
    let edge = Float(width) / limits.widthOverSigma
    let smooth = blurred(sigma: edge)
    let extremes = PixelArithmetic.extremes(of: smooth.pixels)
    // The bright pixel is at most the greatest one; most images need no sorting.
    guard extremes.smallest < limits.lit * extremes.largest else { return nil }
    var ordered = smooth.pixels
    let bright = ordered.element(ofRank: (pixels.count - 1) * limits.percentile / 100)
    let (dark, lit) = (limits.dark * bright, limits.lit * bright)
    guard bright > 0, extremes.smallest < lit else { return nil }

    let shade = smooth.with { min(max((lit - $0) / (lit - dark), 0), 1) }
    // The weight also falls near a shadow, whose blurred edge is neither dark nor bright.
    return shade.blurred(sigma: edge).with { min(max(1 - limits.reach * $0, 0), 1) }.pixels
  }

  /// The image with its shadows filled with the brightness around them.
  ///
  /// Pixels of low weight (``shadowWeights()``) are replaced by a normalised convolution (Knutsson and Westin, CVPR
  /// 1993) with a Gaussian of 1/8 of the width. An image without shadows is returned unchanged, bit for bit.
  public func withShadowsFilled() -> GrayImage {
    guard let own = shadowWeights() else { return self }
    let weights = GrayImage(width: width, height: height, pixels: own)
    let reach = Float(width) / ShadowLimits.fillWidthOverSigma
    var counted = self
    PixelArithmetic.multiply(&counted.pixels, by: weights.pixels)
    let total = PixelArithmetic.sum(of: weights.pixels, from: 0, count: pixels.count)
    guard total > 0 else { return self }
    let sum = PixelArithmetic.sum(of: counted.pixels, from: 0, count: pixels.count)

    // Deep in a shadow no pixel has weight, and the weighted mean of the image takes over.
    let (mean, least) = (Float(sum / total), ShadowLimits.leastFillWeight)
    var around = counted.blurred(sigma: reach).with { $0 + least * mean }
    let weight = weights.blurred(sigma: reach).with { $0 + least }
    PixelArithmetic.divide(&around.pixels, by: weight.pixels, atLeast: least / 2)

    let filled = pixels.indices.map { index in
      let own = weights.pixels[index]
      return own < 1 ? own * pixels[index] + (1 - own) * around.pixels[index] : pixels[index]
    }
    return GrayImage(width: width, height: height, pixels: filled)
  }

  private func with(_ change: (Float) -> Float) -> GrayImage {
    GrayImage(width: width, height: height, pixels: pixels.map(change))
  }
}
