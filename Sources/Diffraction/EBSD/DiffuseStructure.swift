import Imaging
import RandomNumbers

/// Structure as broad as bands that the simulation of single crystals lacks: diffuse scattering, and bands that are
/// brighter on one side (excess and deficiency lines).
public struct DiffuseStructure: Codable, Sendable, Hashable {
  /// The standard deviation of random clouds, in units of that of the bands.
  public var clouds: Float
  /// The standard deviation of the Gaussian that smooths the clouds, in units of the width.
  public var cloudWidth: Float
  /// The change of the bands by their vertical gradient, from row to row in an image of 128 rows: positive where bands
  /// are brighter at their upper edge.
  public var excess: Float
  /// The seed of the clouds.
  public var seed: UInt64

  /// Creates a structure; see the properties.
  public init(clouds: Float = 0, cloudWidth: Float = 0.025, excess: Float = 0, seed: UInt64 = 0) {
    (self.clouds, self.cloudWidth, self.excess, self.seed) = (clouds, cloudWidth, excess, seed)
  }

  /// Validates the structure.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  func validate() throws(DiffractionError) {
    try DiffractionError.check("clouds", clouds, in: 0...10)
    try DiffractionError.check("cloudWidth", cloudWidth, in: 0.001...1)
    try DiffractionError.check("excess", excess, in: -10...10)
  }

  /// Adds the structure to bands of mean 0 and standard deviation 1.
  func add(to bands: inout GrayImage) {
    if excess != 0 { addGradient(to: &bands) }
    if clouds > 0 {
      let noise = SmoothNoise.image(
        width: bands.width,
        height: bands.height,
        sigma: cloudWidth * Float(bands.width),
        seed: seed
      )
      PixelArithmetic.add(noise, from: 0, times: clouds, to: &bands.pixels, at: 0, count: noise.count)
    }
  }

  private func addGradient(to bands: inout GrayImage) {
    let (width, height) = (bands.width, bands.height)
    let original = bands.pixels
    // A central difference over two rows of 128.
    let scale = excess * Float(height) / 128
    for row in 0..<height {
      let (above, below) = (max(row - 1, 0) * width, min(row + 1, height - 1) * width)
      PixelArithmetic.add(original, from: below, times: scale, to: &bands.pixels, at: row * width, count: width)
      PixelArithmetic.add(original, from: above, times: -scale, to: &bands.pixels, at: row * width, count: width)
    }
  }
}
