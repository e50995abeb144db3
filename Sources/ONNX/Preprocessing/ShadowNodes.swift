import Imaging

/// Shadows, as `GrayImage.shadowWeights()` and `GrayImage.withShadowsFilled()`.
struct ShadowNodes {
  private let images: Value
  private let gaussian: GaussianNodes
  private let size: Int
  private static let axes = [1, 2, 3]

  init(_ images: Value, _ gaussian: GaussianNodes, size: Int) {
    (self.images, self.gaussian, self.size) = (images, gaussian, size)
  }

  /// The weight of each pixel, 1 everywhere in an image without shadows.
  var weights: Value {
    let limits = ShadowLimits()
    let edge = Float(size) / limits.widthOverSigma
    let smooth = gaussian.blurred(images, sigma: edge)
    let count = size * size
    let bright = smooth.reshaped([0, count]).element(
      ofRank: (count - 1) * limits.percentile / 100,
      of: count,
      axis: 1
    ).reshaped([-1, 1, 1, 1])
    let (dark, lit) = (bright * Double(limits.dark), bright * Double(limits.lit))
    let shade = ((lit - smooth) / (lit - dark)).clamped(0, 1)
    let weights = (1 - gaussian.blurred(shade, sigma: edge) * Double(limits.reach)).clamped(0, 1)
    let hasShadows = (bright > 0).and(smooth.least(Self.axes) < lit)
    return hasShadows.choose(weights, weights.scalar(1))
  }

  /// The images with their shadows filled with the brightness around them.
  var filled: Value {
    let weights = weights
    let reach = Float(size) / ShadowLimits.fillWidthOverSigma
    let least = Double(ShadowLimits.leastFillWeight)
    let counted = images * weights
    let total = weights.cast(to: .double).sum(Self.axes)
    let mean = (counted.cast(to: .double).sum(Self.axes) / total).cast(to: .float)
    let weight = (gaussian.blurred(weights, sigma: reach) + least).atLeast(least / 2)
    let around = (gaussian.blurred(counted, sigma: reach) + mean * least) / weight
    let isKept = (weights >= 1).or(total <= 0)
    return isKept.choose(images, weights * images + (1 - weights) * around)
  }
}
