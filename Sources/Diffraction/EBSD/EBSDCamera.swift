import Foundation
import Imaging

/// What an EBSD camera makes of the electrons that reach its screen.
///
/// In the order of the physics: the bands modulate the background, the screen ends, the optics blur, electrons are
/// counted, electronics add noise, a converter rounds to integers and cuts off what is too bright, a gamma curve bends.
///
/// All numbers are for one pixel of the image. Binning n × n pixels of a sensor into one is the same as a dose n²
/// times that of a sensor's pixel, n times its read noise, and a blur of √(σ² + (n² - 1) / 12) / n pixels for
/// a σ in the sensor's pixels.
public struct EBSDCamera: Codable, Sendable, Hashable {
  /// The light without a crystal.
  public var background: PatternBackground
  /// The screen that it looks at; nil for one that fills the image evenly.
  public var screen: PhosphorScreen?
  /// The standard deviation of the bands over all directions, in units of the background.
  ///
  /// Most electrons are not diffracted, which leaves some 0.05 to 0.2.
  public var contrast: Float
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: Float
  /// The electrons a pixel where the background is brightest.
  public var dose: Float
  /// The standard deviation of the noise of the electronics, in electrons a pixel.
  public var readNoise: Float
  /// The brightest background, in units of the brightest intensity that the camera can tell.
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

  /// Checks that there is such a camera.
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

  /// The intensity that the camera can tell from no brighter one.
  public var fullScale: Float { Float((1 << bitDepth) - 1) }

  /// The image that the camera takes: integers from 0 to ``fullScale``.
  ///
  /// The noise of n electrons is drawn from a distribution like the normal one, of variance n and cut off at 0,
  /// which is coarse below some five electrons a pixel.
  ///
  /// - Parameters:
  ///   - modulation: the bands, of mean 0 and standard deviation 1 over all directions.
  ///   - seed: from which the noise is drawn.
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

  /// The image of the background alone, without noise and not rounded, as the mean of many crystals would be.
  public func backgroundImage(width: Int, height: Int) -> GrayImage {
    var image = background.image(width: width, height: height)
    if let screen {
      screen.cover(&image)
      // The edge is as blurred as in a pattern; without it the background has nothing to blur.
      if blur > 0.1 { image = image.blurred(sigma: blur) }
    }
    let scale = fullScale
    image.pixels = image.pixels.map { pixel in
      scale * response(min(pixel * exposure, 1))
    }
    return image
  }

  /// Turns intensities in units of the brightest background into integers.
  private func digitize(_ pixels: inout [Float]) {
    let (count, scale) = (pixels.count, fullScale)
    PixelArithmetic.scale(&pixels, from: 0, count: count, by: exposure * scale, plus: 0)
    PixelArithmetic.round(&pixels, within: scale)
    guard gamma != 1 else { return }
    // There are fewer intensities than pixels, as a rule.
    let curve = (0..<1 << bitDepth).map { (scale * response(Float($0) / scale)).rounded() }
    pixels = pixels.map { curve[Int($0)] }
  }

  private func response(_ intensity: Float) -> Float {
    gamma == 1 ? intensity : pow(intensity, gamma)
  }
}
