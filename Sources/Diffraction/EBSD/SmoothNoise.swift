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
    let mean = Float(PixelArithmetic.sum(of: image.pixels, from: 0, count: count) / Double(count))
    let squares = PixelArithmetic.sum(of: image.pixels, from: 0, count: count, minus: mean, squared: true)
    let deviation = Float((squares / Double(count)).squareRoot())
    let scale = deviation > 0 ? 1 / deviation : 0
    PixelArithmetic.scale(&image.pixels, from: 0, count: count, by: scale, plus: -mean * scale)
    return image.pixels
  }
}
