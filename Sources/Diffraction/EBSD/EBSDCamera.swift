import Foundation
import Imaging

/// The recording of an EBSD pattern by a camera.
///
/// The steps follow the physics: bands modulate the background; the screen ends; optics blur; electrons are counted;
/// electronics add noise; a converter clips and rounds to integers; a gamma curve is applied.
///
/// All numbers are for one pixel of the image. Binning n × n sensor pixels is equivalent to a dose n² times that of a
/// sensor pixel, n times its read noise, and a blur of √(σ² + (n² - 1) / 12) / n pixels for a σ in sensor pixels.
public struct EBSDCamera: Codable, Sendable, Hashable {
  /// The background: the intensity without diffraction.
  public var background: PatternBackground
  /// The screen; nil for one that fills the image evenly.
  public var screen: PhosphorScreen?
  /// The standard deviation of the bands over all directions, in units of the background.
  ///
  /// Most electrons are not diffracted; typical values are 0.05 to 0.2.
  public var contrast: Float
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: Float
  /// The electrons per pixel at the maximum of the background.
  public var dose: Float
  /// The standard deviation of the electronic noise, in electrons per pixel.
  public var readNoise: Float
  /// The maximum of the background, in units of the full scale.
  public var exposure: Float
  /// The exponent of the intensity, in units of the full scale.
  public var gamma: Float
  /// The bits of an intensity: the full scale is 2ⁿ - 1.
  public var bitDepth: Int

  /// Creates a camera; see the properties.
  public init(
    background: PatternBackground = PatternBackground(),
    screen: PhosphorScreen? = nil,
    contrast: Float = 0.12,
    blur: Float = 0.6,
    dose: Float = 1000,
    readNoise: Float = 1,
    exposure: Float = 0.7,
    gamma: Float = 1,
    bitDepth: Int = 12
  ) {
    self.background = background
    self.screen = screen
    self.contrast = contrast
    self.blur = blur
    self.dose = dose
    self.readNoise = readNoise
    self.exposure = exposure
    self.gamma = gamma
    self.bitDepth = bitDepth
  }

  /// Validates the camera.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try background.validate()
    try screen?.validate()
    try DiffractionError.check("contrast", contrast, in: 0...10)
    try DiffractionError.check("blur", blur, in: 0...100)
    try DiffractionError.check("dose", dose, in: 1...1e9)
    try DiffractionError.check("readNoise", readNoise, in: 0...1e6)
    try DiffractionError.check("exposure", exposure, in: 0.01...10)
    try DiffractionError.check("gamma", gamma, in: 0.1...10)
    try DiffractionError.check("bitDepth", bitDepth, in: 1...16)
  }

  /// The largest intensity of the camera.
  public var fullScale: Float { Float((1 << bitDepth) - 1) }

  /// The recorded image: integers from 0 to ``fullScale``.
  ///
  /// The noise of n electrons has a nearly normal distribution of variance n, cut off at 0, which is inaccurate below
  /// about five electrons per pixel.
  ///
  /// - Parameters:
  ///   - modulation: the bands, with mean 0 and standard deviation 1 over all directions.
  ///   - seed: the seed of the noise.
  /// - Returns: an image of the same size.
  public func record(_ modulation: GrayImage, seed: UInt64) -> GrayImage {
    var image = modulation
    let count = image.pixels.count
    PixelArithmetic.scale(&image.pixels, from: 0, count: count, by: contrast, plus: 1)
    let light = background.image(width: image.width, height: image.height)
    PixelArithmetic.multiply(&image.pixels, by: light.pixels)
    screen?.cover(&image)
    if blur > 0.1 { image = image.blurred(sigma: blur) }
    PixelNoise.add(
      to: &image.pixels,
      variancePerIntensity: 1 / dose,
      variance: (readNoise / dose) * (readNoise / dose),
      seed: seed
    )
    digitize(&image.pixels)
    return image
  }

  /// The image of the background alone, without noise and not rounded, like the mean over many crystals.
  public func backgroundImage(width: Int, height: Int) -> GrayImage {
    var image = background.image(width: width, height: height)
    if let screen {
      screen.cover(&image)
      // The edge is blurred as in a pattern; without a screen the background is smooth already.
      if blur > 0.1 { image = image.blurred(sigma: blur) }
    }
    let scale = fullScale
    image.pixels = image.pixels.map { pixel in scale * response(min(pixel * exposure, 1)) }
    return image
  }

  /// Converts intensities in units of the background's maximum to integers.
  private func digitize(_ pixels: inout [Float]) {
    let (count, scale) = (pixels.count, fullScale)
    PixelArithmetic.scale(&pixels, from: 0, count: count, by: exposure * scale, plus: 0)
    PixelArithmetic.round(&pixels, within: scale)
    guard gamma != 1 else { return }
    // There are usually fewer intensities than pixels.
    let curve = (0..<1 << bitDepth).map { (scale * response(Float($0) / scale)).rounded() }
    pixels = pixels.map { curve[Int($0)] }
  }

  private func response(_ intensity: Float) -> Float { gamma == 1 ? intensity : pow(intensity, gamma) }
}
