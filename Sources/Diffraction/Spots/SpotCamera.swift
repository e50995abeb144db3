import Foundation
import Imaging

/// A model of the camera of a transmission electron microscope, from electrons to grey values.
///
/// The steps, in physical order: blur, counting noise, read noise, clipping at the full scale, and conversion to grey.
/// All values are per pixel of the image.
public struct SpotCamera: Codable, Sendable, Hashable {
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: Float
  /// The dose at the peak of the strongest diffracted spot, in electrons per pixel.
  public var dose: Float
  /// The standard deviation of the read noise, in electrons per pixel.
  public var readNoise: Float
  /// The peak of the strongest diffracted spot, in units of the full scale.
  public var exposure: Float
  /// The conversion from electrons to grey.
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

  /// The number of electrons displayed as white.
  public var fullScale: Float { dose / exposure }

  /// Records a pattern as grey values from 0 to 1.
  ///
  /// Electron counts follow the Poisson distribution, approximated by a normal distribution for large counts.
  ///
  /// - Parameters:
  ///   - pattern: intensities in units of the peak of the strongest diffracted spot.
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
