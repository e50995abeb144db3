import Foundation
import Imaging

/// What a camera makes of the electrons of a spot pattern.
///
/// In the order of the physics: the optics blur, electrons are counted, electronics add noise, what is too bright is
/// cut off, and the numbers become grey. All are for one pixel of the image.
public struct SpotCamera: Codable, Sendable, Hashable {
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: Float
  /// The electrons in the pixel at the peak of the strongest diffracted spot.
  public var dose: Float
  /// The standard deviation of the noise of the electronics, in electrons.
  public var readNoise: Float
  /// The peak of the strongest diffracted spot, in units of the brightest intensity that is not cut off.
  public var exposure: Float
  /// How electrons become grey.
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

  /// Checks that there is such a camera.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("blur", blur, in: 0...100)
    try DiffractionError.check("dose", dose, in: 0.1...1e9)
    try DiffractionError.check("readNoise", readNoise, in: 0...1e6)
    try DiffractionError.check("exposure", exposure, in: 0.001...1000)
  }

  /// The number of electrons that is white.
  public var fullScale: Float { dose / exposure }

  /// The image that the camera takes, from 0 to 1.
  ///
  /// Numbers of electrons are Poisson's; of many, a normal number takes the place.
  ///
  /// - Parameters:
  ///   - pattern: in units of the peak of the strongest diffracted spot.
  ///   - seed: from which the noise is drawn.
  /// - Returns: an image of the same size.
  public func record(_ pattern: GrayImage, seed: UInt64) -> GrayImage {
    var image = blur > 0.1 ? pattern.blurred(sigma: blur) : pattern
    PixelArithmetic.scale(&image.pixels, from: 0, count: image.pixels.count, by: dose, plus: 0)
    CountingNoise.apply(to: &image.pixels, seed: seed)
    if readNoise > 0 {
      // Any other seed than that of the counts.
      let seed = seed &+ 0x632B_E59B_D9B4_E019
      PixelNoise.add(
        to: &image.pixels,
        variancePerIntensity: 0,
        variance: readNoise * readNoise,
        seed: seed
      )
    }
    let white = fullScale
    image.pixels = image.pixels.map { contrast.grey($0, fullScale: white) }
    return image
  }
}
