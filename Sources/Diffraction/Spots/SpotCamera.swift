import Foundation
import Imaging

/// The recording of a spot pattern by a camera.
///
/// The steps follow the physics: optics blur, electrons are counted, electronics add noise, bright pixels are clipped,
/// and counts become grey values. All numbers are for one pixel of the image.
public struct SpotCamera: Codable, Sendable, Hashable {
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: Float
  /// The electrons in the pixel at the peak of the strongest diffracted spot.
  public var dose: Float
  /// The standard deviation of the electronic noise, in electrons.
  public var readNoise: Float
  /// The peak of the strongest diffracted spot, in units of the clipping level.
  public var exposure: Float
  /// The map from counts to grey values.
  public var contrast: SpotContrast

  /// Creates a camera; see the properties.
  public init(
    blur: Float = 0.5,
    dose: Float = 2000,
    readNoise: Float = 1,
    exposure: Float = 0.8,
    contrast: SpotContrast = .linear
  ) {
    self.blur = blur
    self.dose = dose
    self.readNoise = readNoise
    self.exposure = exposure
    self.contrast = contrast
  }

  /// Validates the camera.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("blur", blur, in: 0...100)
    try DiffractionError.check("dose", dose, in: 0.1...1e9)
    try DiffractionError.check("readNoise", readNoise, in: 0...1e6)
    try DiffractionError.check("exposure", exposure, in: 0.001...1000)
  }

  /// The number of electrons at white.
  public var fullScale: Float { dose / exposure }

  /// The recorded image, from 0 to 1.
  ///
  /// Counts follow the Poisson distribution, approximated by a normal one for large counts.
  ///
  /// - Parameters:
  ///   - pattern: in units of the peak of the strongest diffracted spot.
  ///   - seed: the seed of the noise.
  /// - Returns: an image of the same size.
  public func record(_ pattern: GrayImage, seed: UInt64) -> GrayImage {
    var image = blur > 0.1 ? pattern.blurred(sigma: blur) : pattern
    PixelArithmetic.scale(&image.pixels, from: 0, count: image.pixels.count, by: dose, plus: 0)
    CountingNoise.apply(to: &image.pixels, seed: seed)
    if readNoise > 0 {
      // A seed different from that of the counts.
      let seed = seed &+ 0x632B_E59B_D9B4_E019
      PixelNoise.add(to: &image.pixels, variancePerIntensity: 0, variance: readNoise * readNoise, seed: seed)
    }
    let white = fullScale
    image.pixels = image.pixels.map { contrast.grey($0, fullScale: white) }
    return image
  }
}
