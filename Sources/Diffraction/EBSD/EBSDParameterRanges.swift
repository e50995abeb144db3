import Crystallography
import Foundation
import Imaging
import RandomNumbers

/// The ranges from which the parameters of EBSD patterns are drawn, uniformly unless stated otherwise.
///
/// The defaults cover common instruments and operating conditions: a sample tilt of 70°, a pattern centre in the upper
/// half of the screen, and pattern quality from barely visible to very good.
public struct EBSDParameterRanges: Codable, Sendable, Hashable {
  /// The pattern centre from the left, in units of the width.
  public var patternCenterX: ClosedRange<Float> = 0.4...0.6
  /// The pattern centre from the top, in units of the height.
  public var patternCenterY: ClosedRange<Float> = 0.15...0.5
  /// The distance from sample to screen, in units of the height.
  public var detectorDistance: ClosedRange<Float> = 0.45...0.8
  /// The tilt of the detector below the horizontal, in degrees.
  public var detectorTilt: ClosedRange<Float> = 0...10
  /// The rotation of the detector about the vertical, in degrees.
  public var azimuth: ClosedRange<Float> = -2...2
  /// The tilt of the sample, in degrees.
  public var sampleTilt: ClosedRange<Float> = 69...71
  /// The ratio of image width to height.
  public var aspect: ClosedRange<Float> = 1...1
  /// The maximum of the background from the left, in units of the width.
  public var backgroundCenterX: ClosedRange<Float> = 0.4...0.6
  /// The maximum of the background from the top, in units of the height.
  public var backgroundCenterY: ClosedRange<Float> = 0.4...0.7
  /// The standard deviation of the background along each axis, in units of the width and the height.
  public var backgroundWidth: ClosedRange<Float> = 0.3...0.7
  /// The fraction by which the background falls far from its maximum, from 0 to 1.
  public var backgroundStrength: ClosedRange<Float> = 0.5...0.95
  /// The probability that the image shows a round screen with specks.
  public var screenProbability: Float = 0
  /// The centre of the round screen along each axis, in units of the width and the height.
  public var screenCenter: ClosedRange<Float> = 0.46...0.54
  /// The radius of the round screen, in units of the height.
  ///
  /// In a square image 0.5 reaches the edges and 0.71 the corners.
  public var screenRadius: ClosedRange<Float> = 0.47...0.75
  /// The width of the edge of the round screen in units of the height, drawn log-uniformly.
  public var screenEdge: ClosedRange<Float> = 0.003...0.1
  /// The stray light outside the round screen, in units of the brightest background.
  public var strayLight: ClosedRange<Float> = 0...0.15
  /// The relative standard deviation of the light between the grains of the round screen.
  public var screenGrain: ClosedRange<Float> = 0...0.03
  /// The number of specks on the round screen.
  public var specks: ClosedRange<Int> = 0...10
  /// The probability that a pattern has diffuse structure.
  public var diffuseProbability: Float = 0
  /// The standard deviation of its clouds, in units of that of the bands.
  public var clouds: ClosedRange<Float> = 0...0.9
  /// The width of the clouds in units of the image's width, drawn log-uniformly; 0.01 is 1.3 pixels of 128.
  public var cloudWidth: ClosedRange<Float> = 0.0117...0.047
  /// The excess of one side of the bands; see ``DiffuseStructure/excess``.
  public var excess: ClosedRange<Float> = -0.6...0.6
  /// The probability that the sensitivity of the detector is uneven.
  public var flatFieldProbability: Float = 0
  /// The relative standard deviation of its shades, drawn log-uniformly.
  public var shades: ClosedRange<Float> = 0.003...0.06
  /// The relative standard deviation of its grain, drawn log-uniformly.
  public var grain: ClosedRange<Float> = 0.001...0.02
  /// The probability that the shades are three times as strong as the bands, at most 0.2, with a fifth of grain.
  public var strongShadesProbability: Float = 0
  /// The standard deviation of the bands in units of the background, drawn log-uniformly.
  public var contrast: ClosedRange<Float> = 0.06...0.35
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: ClosedRange<Float> = 0.3...1.2
  /// The probability that a blur is reduced to the lowest quarter of its range.
  public var sharpProbability: Float = 0
  /// The dose at the brightest point of the background in electrons per pixel, drawn log-uniformly.
  public var dose: ClosedRange<Float> = 30...3000
  /// The standard deviation of the read noise, in electrons per pixel.
  public var readNoise: ClosedRange<Float> = 0...3
  /// The maximum of the background, in units of the full scale.
  public var exposure: ClosedRange<Float> = 0.3...0.8
  /// The exponent of the intensity, drawn log-uniformly.
  public var gamma: ClosedRange<Float> = 0.8...1.25
  /// The bits per pixel of the camera.
  public var bitDepth: ClosedRange<Int> = 8...12
  /// The probability that the static background is removed.
  public var staticProbability: Float = 0.35
  /// The probability that the dynamic background is removed; all other patterns stay raw.
  public var dynamicProbability: Float = 0.35
  /// The probability that removal divides by the background rather than subtracting it.
  public var divisionProbability: Float = 0.5
  /// The standard deviation of the Gaussian of the dynamic background, in units of the width.
  public var dynamicSigma: ClosedRange<Float> = 0.08...0.2

  /// The list of all ranges with their allowed values.
  private static let parameters: [Parameter<Self>] = [
    Parameter("patternCenterX", \.patternCenterX, in: -10...10),
    Parameter("patternCenterY", \.patternCenterY, in: -10...10),
    Parameter("detectorDistance", \.detectorDistance, in: 0.01...100),
    Parameter("detectorTilt", \.detectorTilt, in: -180...180),
    Parameter("azimuth", \.azimuth, in: -180...180),
    Parameter("sampleTilt", \.sampleTilt, in: -180...180),
    Parameter("aspect", \.aspect, in: 0.1...10),
    Parameter("backgroundCenterX", \.backgroundCenterX, in: -10...10),
    Parameter("backgroundCenterY", \.backgroundCenterY, in: -10...10),
    Parameter("backgroundWidth", \.backgroundWidth, in: 0.01...100),
    Parameter("backgroundStrength", \.backgroundStrength, in: 0...1),
    Parameter("screenProbability", \.screenProbability, in: 0...1),
    Parameter("screenCenter", \.screenCenter, in: -10...10),
    Parameter("screenRadius", \.screenRadius, in: 0.01...100),
    Parameter("screenEdge", \.screenEdge, in: 1e-6...10),
    Parameter("strayLight", \.strayLight, in: 0...10),
    Parameter("screenGrain", \.screenGrain, in: 0...10),
    Parameter("specks", \.specks, in: 0...PhosphorScreen.mostSpecks),
    Parameter("diffuseProbability", \.diffuseProbability, in: 0...1),
    Parameter("clouds", \.clouds, in: 0...10),
    Parameter("cloudWidth", \.cloudWidth, in: 0.001...1),
    Parameter("excess", \.excess, in: -10...10),
    Parameter("flatFieldProbability", \.flatFieldProbability, in: 0...1),
    Parameter("shades", \.shades, in: 1e-6...1),
    Parameter("grain", \.grain, in: 1e-6...1),
    Parameter("strongShadesProbability", \.strongShadesProbability, in: 0...1),
    Parameter("contrast", \.contrast, in: 1e-6...10),
    Parameter("blur", \.blur, in: 0...100),
    Parameter("sharpProbability", \.sharpProbability, in: 0...1),
    Parameter("dose", \.dose, in: 1...1e9),
    Parameter("readNoise", \.readNoise, in: 0...1e6),
    Parameter("exposure", \.exposure, in: 0.01...10),
    Parameter("gamma", \.gamma, in: 0.1...10),
    Parameter("bitDepth", \.bitDepth, in: 1...16),
    Parameter("staticProbability", \.staticProbability, in: 0...1),
    Parameter("dynamicProbability", \.dynamicProbability, in: 0...1),
    Parameter("divisionProbability", \.divisionProbability, in: 0...1),
    Parameter("dynamicSigma", \.dynamicSigma, in: 0.001...10),
  ]

  /// Creates the default ranges.
  public init() {}

  /// Reads an object of ranges by name, each an array of its two bounds; missing ones keep their defaults.
  ///
  /// - Throws: `ImagingError.unknownKey` for an unknown name, `DiffractionError` for a range outside its allowed
  ///   values, `DecodingError` for a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    try Parameter.decode(&self, Self.parameters, from: decoder, of: "conditions")
    try validate()
  }

  /// Writes an object that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    try Parameter.encode(self, Self.parameters, to: encoder)
  }

  /// Ranges that cover most instruments and operating conditions, for networks that must generalize to unknown ones.
  ///
  /// From faint to strong bands and few to many electrons, with diffuse structure, and with the sensitivity of the
  /// detector left in as well as divided out.
  public static var wide: EBSDParameterRanges {
    var ranges = EBSDParameterRanges()
    ranges.patternCenterX = 0.38...0.62
    ranges.patternCenterY = 0.1...0.75
    ranges.detectorDistance = 0.42...1.05
    ranges.detectorTilt = -5...20
    ranges.azimuth = -5...5
    ranges.aspect = 1...1.3
    ranges.backgroundCenterX = 0.3...0.7
    ranges.backgroundCenterY = 0.2...0.8
    ranges.backgroundWidth = 0.35...1
    ranges.screenProbability = 0.3
    ranges.diffuseProbability = 0.6
    ranges.flatFieldProbability = 0.6
    ranges.strongShadesProbability = 0.1
    ranges.contrast = 0.02...0.35
    ranges.blur = 0...2
    ranges.sharpProbability = 0.33
    ranges.dose = 100...9000
    ranges.gamma = 0.7...1.4
    ranges.dynamicSigma = 0.05...0.25
    return ranges
  }

  /// Validates all ranges.
  ///
  /// - Throws: `DiffractionError.invalidSetting`, which names the range and its allowed values.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check(self, Self.parameters)
    try DiffractionError.checkSum(
      ("staticProbability", "dynamicProbability"),
      (staticProbability, dynamicProbability)
    )
  }

  /// Draws the parameters of one pattern; the ranges must be valid.
  ///
  /// The number of random draws does not depend on the ranges, so changing one range leaves all other values unchanged.
  ///
  /// - Parameters:
  ///   - size: the number of columns; the number of rows is `size` / aspect, at least 1.
  ///   - orientation: the rotation from the crystal frame to the sample frame; `nil` draws it uniformly.
  ///   - generator: the source of random numbers.
  /// - Returns: valid parameters.
  public func draw(
    size: Int,
    orientation: Orientation? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> EBSDParameters {
    let drawn = Orientation(uniformlyUsing: &generator)
    let center = SIMD3(
      generator.uniform(in: patternCenterX),
      generator.uniform(in: patternCenterY),
      generator.uniform(in: detectorDistance)
    )
    var geometry = DetectorGeometry(
      width: size,
      height: size,
      patternCenter: Vector3(center),
      detectorTilt: Double(generator.uniform(in: detectorTilt)),
      azimuth: Double(generator.uniform(in: azimuth)),
      sampleTilt: Double(generator.uniform(in: sampleTilt))
    )
    let height = Float(size) / generator.uniform(in: aspect)
    geometry.height = max(1, Int(height.rounded()))
    let background = PatternBackground(
      centerX: generator.uniform(in: backgroundCenterX),
      centerY: generator.uniform(in: backgroundCenterY),
      width: generator.uniform(in: backgroundWidth),
      height: generator.uniform(in: backgroundWidth),
      strength: generator.uniform(in: backgroundStrength)
    )
    let camera = EBSDCamera(
      background: background,
      contrast: generator.logarithmic(in: contrast),
      blur: generator.uniform(in: blur),
      dose: generator.logarithmic(in: dose),
      readNoise: generator.uniform(in: readNoise),
      exposure: generator.uniform(in: exposure),
      gamma: generator.logarithmic(in: gamma),
      bitDepth: bitDepth.lowerBound + generator.index(below: bitDepth.count)
    )
    let kind = generator.uniform(in: 0...1)
    let operation: PatternCorrection.Operation =
      generator.chance(divisionProbability) ? .divide : .subtract
    let sigma = generator.uniform(in: dynamicSigma)
    let correction: PatternCorrection =
      if kind < staticProbability {
        .staticBackground(operation)
      } else if kind < staticProbability + dynamicProbability {
        .dynamicBackground(operation, sigma: sigma)
      } else {
        .raw
      }
    var parameters = EBSDParameters(
      orientation: orientation ?? drawn,
      geometry: geometry,
      camera: camera,
      correction: correction,
      noiseSeed: generator.next()
    )
    let screen = PhosphorScreen(
      centerX: generator.uniform(in: screenCenter),
      centerY: generator.uniform(in: screenCenter),
      radius: generator.uniform(in: screenRadius),
      edge: generator.logarithmic(in: screenEdge),
      strayLight: generator.uniform(in: strayLight),
      grain: generator.uniform(in: screenGrain),
      specks: specks.lowerBound + generator.index(below: specks.count),
      seed: generator.next()
    )
    if generator.chance(screenProbability) { parameters.camera.screen = screen }
    drawStructure(&parameters.camera, using: &generator)
    return parameters
  }

  private func drawStructure(_ camera: inout EBSDCamera, using generator: inout some RandomNumberGenerator) {
    let diffuse = DiffuseStructure(
      clouds: generator.uniform(in: clouds),
      cloudWidth: generator.logarithmic(in: cloudWidth),
      excess: generator.uniform(in: excess),
      seed: generator.next()
    )
    if generator.chance(diffuseProbability) { camera.diffuse = diffuse }
    var flatField = FlatField(
      shades: generator.logarithmic(in: shades),
      grain: generator.logarithmic(in: grain),
      seed: generator.next()
    )
    if generator.chance(strongShadesProbability) {
      flatField.shades = min(3 * camera.contrast, 0.2)
      flatField.grain = flatField.shades / 5
    }
    if generator.chance(flatFieldProbability) { camera.flatField = flatField }
    if generator.chance(sharpProbability) {
      camera.blur = blur.lowerBound + (camera.blur - blur.lowerBound) / 4
    }
  }
}
