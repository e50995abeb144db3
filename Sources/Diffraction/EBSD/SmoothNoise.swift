import Imaging

/// Random images without structure finer than a Gaussian.
enum SmoothNoise {
  /// Pixels of mean 0 and standard deviation 1.
  static func image(width: Int, height: Int, sigma: Float, seed: UInt64) -> [Float] {
    let count = width * height
    var pixels = [Float](repeating: 0, count: count)
    PixelNoise.add(to: &pixels, variancePerIntensity: 0, variance: 1, seed: seed)
    var image = GrayImage(width: width, height: height, pixels: pixels)
    if sigma > 0.1 { image = image.blurred(sigma: sigma) }
    PixelArithmetic.standardize(&image.pixels, power: Double(count))
    return image.pixels
  }
}
