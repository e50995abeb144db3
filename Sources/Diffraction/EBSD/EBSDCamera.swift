import Foundation
import Imaging

/// A model of an EBSD camera, from the electrons on its screen to a digital image.
///
/// The steps, in physical order: diffuse structure joins the bands, which modulate the background; the edge of the
/// screen hides a part, the optics blur, the sensitivity varies, counting and the electronics add noise, the converter
/// rounds to integers and clips, a gamma curve is applied.
///
/// All values are per pixel of the image. Binning n × n sensor pixels multiplies the dose of a sensor pixel by n² and
/// its read noise by n, and turns a blur of σ sensor pixels into √(σ² + (n² - 1) / 12) / n image pixels.
public struct EBSDCamera: Codable, Sendable, Hashable {
  /// The intensity without diffraction.
  public var background: PatternBackground
  /// The phosphor screen; nil if it fills the image evenly.
  public var screen: PhosphorScreen?
  /// The structure that diffraction of a single crystal lacks; nil for none.
  public var diffuse: DiffuseStructure?
  /// The sensitivity of the detector; nil for an even one.
  public var flatField: FlatField?
  /// The standard deviation of the band intensity over all directions, in units of the background.
  ///
  /// Typically 0.05 to 0.2, since most electrons are not diffracted.
  public var contrast: Float
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: Float
  /// The dose at the brightest point of the background, in electrons per pixel.
  public var dose: Float
  /// The standard deviation of the read noise, in electrons per pixel.
  public var readNoise: Float
  /// The maximum of the background, in units of the full scale.
  public var exposure: Float
  /// The exponent γ applied to the intensity in units of the full scale.
  public var gamma: Float
  /// The bits n per pixel; the full scale is 2ⁿ - 1.
  public var bitDepth: Int

  /// Creates a camera; see the properties.
  public init(
    background: PatternBackground = PatternBackground(),
    screen: PhosphorScreen? = nil,
    diffuse: DiffuseStructure? = nil,
    flatField: FlatField? = nil,
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
    self.diffuse = diffuse
    self.flatField = flatField
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
    try diffuse?.validate()
    try flatField?.validate()
    try DiffractionError.check("contrast", contrast, in: 0...10)
    try DiffractionError.check("blur", blur, in: 0...100)
    try DiffractionError.check("dose", dose, in: 1...1e9)
    try DiffractionError.check("readNoise", readNoise, in: 0...1e6)
    try DiffractionError.check("exposure", exposure, in: 0.01...10)
    try DiffractionError.check("gamma", gamma, in: 0.1...10)
    try DiffractionError.check("bitDepth", bitDepth, in: 1...16)
  }

  /// The largest intensity that the camera can record, 2ⁿ - 1.
  public var fullScale: Float { Float((1 << bitDepth) - 1) }

  /// Records a pattern as integers from 0 to ``fullScale``.
  ///
  /// The noise of n electrons is approximately normal with variance n, clipped at 0; the approximation is coarse below
  /// about five electrons per pixel.
  ///
  /// - Parameters:
  ///   - modulation: the bands, with mean 0 and standard deviation 1 over all directions.
  ///   - seed: the seed of the noise.
  /// - Returns: an image of the same size.
  public func record(_ modulation: GrayImage, seed: UInt64) -> GrayImage {
    var image = modulation
    diffuse?.add(to: &image)
    let count = image.pixels.count
    PixelArithmetic.scale(&image.pixels, from: 0, count: count, by: contrast, plus: 1)
    let light = background.image(width: image.width, height: image.height)
    PixelArithmetic.multiply(&image.pixels, by: light.pixels)
    screen?.cover(&image)
    if blur > 0.1 { image = image.blurred(sigma: blur) }
    flatField?.apply(to: &image)
    PixelNoise.add(
      to: &image.pixels,
      variancePerIntensity: 1 / dose,
      variance: (readNoise / dose) * (readNoise / dose),
      seed: seed
    )
    digitize(&image.pixels)
    return image
  }

  /// The image of the background alone, noise-free and not rounded: the mean over many orientations.
  public func backgroundImage(width: Int, height: Int) -> GrayImage {
    var image = background.image(width: width, height: height)
    if let screen {
      screen.cover(&image)
      // Blur the edge as in a pattern; the background itself is too smooth to need it.
      if blur > 0.1 { image = image.blurred(sigma: blur) }
    }
    flatField?.apply(to: &image)
    let scale = fullScale
    image.pixels = image.pixels.map { pixel in scale * response(min(pixel * exposure, 1)) }
    return image
  }

  /// Converts intensities in units of the brightest background to integers.
  private func digitize(_ pixels: inout [Float]) {
    let (count, scale) = (pixels.count, fullScale)
    PixelArithmetic.scale(&pixels, from: 0, count: count, by: exposure * scale, plus: 0)
    PixelArithmetic.round(&pixels, within: scale)
    guard gamma != 1 else { return }
    // A table: there are usually fewer intensities than pixels.
    let curve = (0..<1 << bitDepth).map { (scale * response(Float($0) / scale)).rounded() }
    pixels = pixels.map { curve[Int($0)] }
  }

  private func response(_ intensity: Float) -> Float { gamma == 1 ? intensity : pow(intensity, gamma) }
}
