import Foundation
import Imaging
import RandomNumbers

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

  /// Below this number of electrons, those counted are drawn from Poisson's distribution itself.
  private static let few: Float = 12

  /// The image that the camera takes, from 0 to 1.
  ///
  /// Numbers of electrons are Poisson's; where many are expected, a normal number takes their place.
  ///
  /// - Parameters:
  ///   - pattern: in units of the peak of the strongest diffracted spot.
  ///   - seed: from which the noise is drawn.
  /// - Returns: an image of the same size.
  public func record(_ pattern: GrayImage, seed: UInt64) -> GrayImage {
    var image = blur > 0.1 ? pattern.blurred(sigma: blur) : pattern
    RowArithmetic.scale(&image.pixels, from: 0, count: image.pixels.count, by: dose, plus: 0)
    let expected = image.pixels
    PixelNoise.add(to: &image.pixels, variancePerIntensity: 1, variance: 0, seed: seed)
    var generator = KeyedGenerator(Int(truncatingIfNeeded: seed), 1)
    for (index, mean) in expected.enumerated() where mean < Self.few {
      image.pixels[index] = generator.poisson(mean: mean)
    }
    if readNoise > 0 {
      PixelNoise.add(
        to: &image.pixels,
        variancePerIntensity: 0,
        variance: readNoise * readNoise,
        seed: generator.next()
      )
    }
    let white = fullScale
    image.pixels = image.pixels.map { contrast.grey($0, fullScale: white) }
    return image
  }
}
