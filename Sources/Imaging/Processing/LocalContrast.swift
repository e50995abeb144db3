/// Local contrast normalisation: makes bands equally strong everywhere in a pattern.
///
/// The image is divided by its Gaussian mean and 1 is subtracted; the Gaussian mean of the rest is subtracted twice; a
/// high pass subtracts a narrow Gaussian; the result is divided by its local root mean square and clipped. What
/// differs most between simulated and measured patterns is structure about as broad as bands: diffuse scattering,
/// screens and static backgrounds. The edges of bands differ least, and the high pass keeps them.
public struct LocalContrast: Sendable, Hashable {
  /// The standard deviation of the background's Gaussian, as a fraction of the image's width.
  public var background: Float = 0.125
  /// The standard deviation of the high pass's Gaussian, in pixels; 0 for no high pass.
  public var highPass: Float = 1.2
  /// The standard deviation of the Gaussian of the local mean square, as a fraction of the image's width.
  public var neighbourhood: Float = 0.0625
  /// The largest absolute value, in units of the local root mean square.
  public var limit: Float = 2.5

  /// Creates the default settings.
  public init() {}

  /// The greatest relative deviation from the background that counts as rounding: less than a step of 16 bits.
  package static let rounding: Float = 1e-5

  private static let parameters: [Parameter<Self>] = [
    Parameter("background", \.background, in: 0.001...10),
    Parameter("highPass", \.highPass, in: 0...100),
    Parameter("neighbourhood", \.neighbourhood, in: 0.001...10),
    Parameter("limit", \.limit, in: 0.1...100),
  ]

  /// Validates the settings.
  ///
  /// - Throws: `ImagingError.invalidSetting`.
  public func validate() throws(ImagingError) { try Parameter.check(self, Self.parameters) }

  /// Normalises an image with finite pixels.
  ///
  /// An image without any positive background, or without contrast, becomes 0.
  ///
  /// - Parameters:
  ///   - image: the image.
  ///   - weights: the weights of the pixels, 0 to 1, such as those of ``GrayImage/shadowWeights()`` or of a mask:
  ///     pixels contribute by their weight, and the result is multiplied by it; nil for equal weights.
  public func apply(to image: inout GrayImage, weights: [Float]? = nil) {
    let wide = background * Float(image.width)
    func subtractMean(_ sigma: Float) {
      let mean = image.meanPixels(sigma: sigma, weights: weights)
      PixelArithmetic.add(mean, from: 0, times: -1, to: &image.pixels, at: 0, count: mean.count)
    }
    guard image.divideByMean(sigma: wide, weights: weights) else { return }
    PixelArithmetic.scale(&image.pixels, from: 0, count: image.pixels.count, by: 1, plus: -1)
    for _ in 0..<2 { subtractMean(wide) }
    if highPass > 0 { subtractMean(highPass) }

    var counted = image.pixels
    if let weights { PixelArithmetic.multiply(&counted, by: weights) }
    let extremes = PixelArithmetic.extremes(of: counted)
    guard max(-extremes.smallest, extremes.largest) > Self.rounding else {
      image = GrayImage(width: image.width, height: image.height)
      return
    }
    var squares = image
    PixelArithmetic.multiply(&squares.pixels, by: image.pixels)
    let power = squares.meanPixels(sigma: neighbourhood * Float(image.width), weights: weights)
    // Less is the rounding of a constant region.
    PixelArithmetic.divide(&image.pixels, byRootOf: power, atLeast: 1e-12, within: limit)
    if let weights { PixelArithmetic.multiply(&image.pixels, by: weights) }
  }
}

extension LocalContrast: Codable {
  /// Reads an object with the names of settings as keys; missing keys have their defaults.
  ///
  /// - Throws: `ImagingError` for an unknown key or an invalid value, `DecodingError` for other types.
  public init(from decoder: any Decoder) throws {
    try Parameter.decode(&self, Self.parameters, from: decoder, of: "localContrast")
    try validate()
  }

  /// Writes every setting, so that a file keeps its meaning if defaults change.
  public func encode(to encoder: any Encoder) throws { try Parameter.encode(self, Self.parameters, to: encoder) }
}
