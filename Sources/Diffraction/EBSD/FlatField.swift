import Imaging
import RandomNumbers

/// The uneven sensitivity of a detector: smooth shades and fine grain, which are the same in all of its patterns.
public struct FlatField: Codable, Sendable, Hashable {
  /// The relative standard deviation of the shades.
  public var shades: Float
  /// The relative standard deviation of the grain.
  public var grain: Float
  /// The seed of both.
  public var seed: UInt64

  /// The standard deviation of the Gaussian that smooths the shades, in units of the width.
  package static let shadeWidth: Float = 0.09

  /// Creates a flat field; see the properties.
  public init(shades: Float = 0, grain: Float = 0, seed: UInt64 = 0) {
    (self.shades, self.grain, self.seed) = (shades, grain, seed)
  }

  /// Validates the flat field.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  func validate() throws(DiffractionError) {
    try DiffractionError.check("shades", shades, in: 0...1)
    try DiffractionError.check("grain", grain, in: 0...1)
  }

  /// Multiplies an image by the sensitivity, at least a tenth.
  func apply(to image: inout GrayImage) {
    var factors = [Float](repeating: 1, count: image.pixels.count)
    let parts = [(shades, Self.shadeWidth * Float(image.width), seed), (grain, 0, ~seed)]
    for (strength, sigma, seed) in parts where strength > 0 {
      let noise = SmoothNoise.image(width: image.width, height: image.height, sigma: sigma, seed: seed)
      PixelArithmetic.add(noise, from: 0, times: strength, to: &factors, at: 0, count: noise.count)
    }
    for index in factors.indices { factors[index] = max(factors[index], 0.1) }
    PixelArithmetic.multiply(&image.pixels, by: factors)
  }
}
