import Crystallography
import Foundation
import Imaging
import RandomNumbers

/// The ranges from which the parameters of spot patterns are drawn, uniformly unless noted otherwise.
///
/// The defaults cover selected-area and precession diffraction in common instruments: thin to fairly thick crystals,
/// orientations near low-index zone axes and random ones, short and long exposures, with or without a beam stop.
/// Lengths on the screen are in units of the image's width, so they apply to any size.
public struct SpotParameterRanges: Codable, Sendable, Hashable {
  /// The accelerating voltage in kV.
  public var acceleratingVoltage: ClosedRange<Float> = 80...300
  /// The thickness of the crystal in nm, drawn uniformly in the logarithm.
  public var thickness: ClosedRange<Float> = 5...100
  /// The standard deviation of the thickness within the beam, in units of the thickness.
  public var thicknessSpread: ClosedRange<Float> = 0...0.3
  /// The probability that the beam precesses.
  public var precessionProbability: Float = 0.3
  /// The angle between the precessing beam and the axis of its cone, in degrees.
  public var precessionAngle: ClosedRange<Float> = 0.3...1.2
  /// The probability of two-beam intensities instead of kinematical ones.
  public var twoBeamProbability: Float = 0.4
  /// The probability that a zone axis is near the beam; the remaining orientations are uniform over SO(3).
  public var zoneAxisProbability: Float = 0.7
  /// The largest of |u|, |v| and |w| of a zone axis [uvw].
  ///
  /// It is drawn first; then all axes with this index are equally likely.
  public var zoneAxisIndex: ClosedRange<Int> = 1...2
  /// The angle between the zone axis and the beam, in degrees; its direction is uniform.
  public var zoneAxisTilt: ClosedRange<Float> = 0...0.6
  /// The width of the image in Å⁻¹: the width of the camera's chip divided by the camera constant λL.
  public var fieldOfView: ClosedRange<Float> = 1.6...3.4
  /// The offset of the direct beam to the right of the centre, in units of the width.
  public var offsetX: ClosedRange<Float> = -0.05...0.05
  /// The offset of the direct beam below the centre, in units of the width.
  public var offsetY: ClosedRange<Float> = -0.05...0.05
  /// The probability that spots are discs with a sharp edge.
  public var discProbability: Float = 0.2
  /// The probability that spots are pseudo-Voigt profiles; the remaining ones are Gaussian.
  public var pseudoVoigtProbability: Float = 0.4
  /// The half width at half maximum of spots that are not discs, in units of the width.
  public var spotRadius: ClosedRange<Float> = 0.005...0.014
  /// The radius of discs, in units of the width.
  public var discRadius: ClosedRange<Float> = 0.008...0.025
  /// The Lorentzian share of a pseudo-Voigt profile.
  public var lorentzian: ClosedRange<Float> = 0.1...0.7
  /// The direct beam in units of the strongest diffracted spot, drawn uniformly in the logarithm.
  public var directBeam: ClosedRange<Float> = 2...100
  /// The probability that a stop blocks the direct beam.
  public var beamStopProbability: Float = 0.25
  /// The radius of the beam stop, in units of the width.
  public var beamStopRadius: ClosedRange<Float> = 0.025...0.06
  /// The width of the beam stop's arm, in units of the width; its direction is uniform.
  public var beamStopArmWidth: ClosedRange<Float> = 0.015...0.05
  /// The diffuse background at the direct beam, in units of the strongest diffracted spot.
  ///
  /// It is drawn uniformly in the logarithm.
  public var backgroundStrength: ClosedRange<Float> = 0.003...0.15
  /// The half width at half maximum of the background, in Å⁻¹.
  public var backgroundWidth: ClosedRange<Float> = 0.05...0.4
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: ClosedRange<Float> = 0.3...0.9
  /// The electrons in the pixel at the strongest diffracted spot's peak, drawn uniformly in the logarithm.
  public var dose: ClosedRange<Float> = 100...20_000
  /// The standard deviation of the electronic noise, in electrons per pixel.
  public var readNoise: ClosedRange<Float> = 0...2
  /// The strongest diffracted spot's peak, in units of the clipping level.
  ///
  /// It is drawn uniformly in the logarithm.
  public var exposure: ClosedRange<Float> = 0.3...8
  /// The probability that grey values are the square root of counts.
  public var squareRootProbability: Float = 0.3
  /// The probability that grey values are the logarithm of counts; the remaining ones are linear.
  public var logarithmicProbability: Float = 0.3

  private static let parameters: [Parameter<Self>] = [
    Parameter("acceleratingVoltage", \.acceleratingVoltage, in: 10...1000),
    Parameter("thickness", \.thickness, in: 0.1...1000),
    Parameter("thicknessSpread", \.thicknessSpread, in: 0...1),
    Parameter("precessionProbability", \.precessionProbability, in: 0...1),
    Parameter("precessionAngle", \.precessionAngle, in: 0...5),
    Parameter("twoBeamProbability", \.twoBeamProbability, in: 0...1),
    Parameter("zoneAxisProbability", \.zoneAxisProbability, in: 0...1),
    Parameter("zoneAxisIndex", \.zoneAxisIndex, in: 1...10),
    Parameter("zoneAxisTilt", \.zoneAxisTilt, in: 0...180),
    Parameter("fieldOfView", \.fieldOfView, in: 0.01...100),
    Parameter("offsetX", \.offsetX, in: -5...5),
    Parameter("offsetY", \.offsetY, in: -5...5),
    Parameter("discProbability", \.discProbability, in: 0...1),
    Parameter("pseudoVoigtProbability", \.pseudoVoigtProbability, in: 0...1),
    Parameter("spotRadius", \.spotRadius, in: 0.0001...0.5),
    Parameter("discRadius", \.discRadius, in: 0.0001...0.5),
    Parameter("lorentzian", \.lorentzian, in: 0...1),
    Parameter("directBeam", \.directBeam, in: 1e-6...1e9),
    Parameter("beamStopProbability", \.beamStopProbability, in: 0...1),
    Parameter("beamStopRadius", \.beamStopRadius, in: 0...1),
    Parameter("beamStopArmWidth", \.beamStopArmWidth, in: 0...1),
    Parameter("backgroundStrength", \.backgroundStrength, in: 1e-6...1e6),
    Parameter("backgroundWidth", \.backgroundWidth, in: 0.001...100),
    Parameter("blur", \.blur, in: 0...100),
    Parameter("dose", \.dose, in: 0.1...1e9),
    Parameter("readNoise", \.readNoise, in: 0...1e6),
    Parameter("exposure", \.exposure, in: 0.001...1000),
    Parameter("squareRootProbability", \.squareRootProbability, in: 0...1),
    Parameter("logarithmicProbability", \.logarithmicProbability, in: 0...1),
  ]

  /// Creates the default ranges.
  public init() {}

  /// Validates the ranges.
  ///
  /// - Throws: `DiffractionError.invalidSetting`, which names the setting and the expected values.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check(self, Self.parameters)
    try DiffractionError.checkSum(
      of: "discProbability",
      discProbability,
      "pseudoVoigtProbability",
      pseudoVoigtProbability
    )
    try DiffractionError.checkSum(
      of: "squareRootProbability",
      squareRootProbability,
      "logarithmicProbability",
      logarithmicProbability
    )
  }
}

extension SpotParameterRanges {
  /// Reads an object with the names of settings as keys; missing keys have their defaults.
  ///
  /// A range is an array of its two ends.
  ///
  /// - Throws: `ImagingError.unknownKey`; `DiffractionError.invalidSetting`; `DecodingError` for a value of another
  ///   type.
  public init(from decoder: any Decoder) throws {
    self.init()
    try Parameter.decode(&self, Self.parameters, from: decoder, of: "conditions")
    try validate()
  }

  /// Writes every setting, so that a file keeps its meaning if defaults change.
  public func encode(to encoder: any Encoder) throws {
    try Parameter.encode(self, Self.parameters, to: encoder)
  }
}

extension SpotParameterRanges {
  /// Draws the parameters of one pattern; the ranges must be valid.
  ///
  /// The number of draws does not depend on the ranges, so that changing one range does not change the other draws.
  ///
  /// - Parameters:
  ///   - size: the number of columns and of rows.
  ///   - cell: the cell of the crystal, to which zone axes refer.
  ///   - orientation: the rotation from the crystal frame to the laboratory frame; nil to draw it.
  ///   - generator: the source of random numbers.
  /// - Returns: valid settings.
  public func draw(
    size: Int,
    cell: UnitCell,
    orientation: Orientation? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> SpotParameters {
    let (drawn, axis) = drawOrientation(cell: cell, using: &generator)
    let pixels = Float(size)
    let voltage = generator.uniform(in: acceleratingVoltage)
    let thickness = generator.logarithmic(in: thickness)
    let spread = generator.uniform(in: thicknessSpread)
    let angle = generator.uniform(in: precessionAngle)
    let isPrecessing = generator.chance(precessionProbability)
    let isTwoBeam = generator.chance(twoBeamProbability)
    let screen = SpotScreen(
      width: size,
      height: size,
      scale: Double(generator.uniform(in: fieldOfView)) / Double(size),
      offsetX: Double(generator.uniform(in: offsetX) * pixels),
      offsetY: Double(generator.uniform(in: offsetY) * pixels)
    )
    let profile = drawProfile(pixels: pixels, using: &generator)
    let directBeam = generator.logarithmic(in: directBeam)
    let background = DiffuseBackground(
      strength: generator.logarithmic(in: backgroundStrength),
      width: generator.uniform(in: backgroundWidth)
    )
    let hasBeamStop = generator.chance(beamStopProbability)
    let beamStop = BeamStop(
      radius: generator.uniform(in: beamStopRadius) * pixels,
      armWidth: generator.uniform(in: beamStopArmWidth) * pixels,
      armDirection: generator.uniform(in: 0...360)
    )
    return SpotParameters(
      orientation: orientation ?? drawn,
      zoneAxis: orientation == nil ? axis : nil,
      acceleratingVoltage: Double(voltage),
      thickness: Double(thickness),
      thicknessSpread: Double(spread),
      precessionAngle: isPrecessing ? Double(angle) : 0,
      isTwoBeam: isTwoBeam,
      screen: screen,
      profile: profile,
      directBeam: directBeam,
      background: background,
      beamStop: hasBeamStop ? beamStop : nil,
      camera: drawCamera(using: &generator),
      noiseSeed: generator.next()
    )
  }

  private func drawOrientation(
    cell: UnitCell,
    using generator: inout some RandomNumberGenerator
  ) -> (orientation: Orientation, axis: ZoneAxis?) {
    let isNearAxis = generator.chance(zoneAxisProbability)
    let anywhere = Orientation(uniformlyUsing: &generator)
    let axes = ZoneAxis.axes(
      ofGreatestIndex: generator.index(below: zoneAxisIndex.count) + zoneAxisIndex.lowerBound
    )
    let axis = axes[generator.index(below: axes.count)]
    let near = Orientation(
      zoneAxis: axis,
      of: cell,
      rotation: Double(generator.uniform(in: 0...360)),
      tilt: Double(generator.uniform(in: zoneAxisTilt)),
      azimuth: Double(generator.uniform(in: 0...360))
    )
    return isNearAxis ? (near, axis) : (anywhere, nil)
  }

  private func drawProfile(
    pixels: Float,
    using generator: inout some RandomNumberGenerator
  ) -> SpotProfile {
    let kind = generator.uniform(in: 0...1)
    // The radius of a spot is at least half a pixel.
    let radius = max(0.5, generator.uniform(in: spotRadius) * pixels)
    let disc = max(0.5, generator.uniform(in: discRadius) * pixels)
    let share = generator.uniform(in: lorentzian)
    if kind < discProbability { return .disc(radius: disc) }
    return kind < discProbability + pseudoVoigtProbability
      ? .pseudoVoigt(radius: radius, lorentzian: share) : .gaussian(radius: radius)
  }

  private func drawCamera(using generator: inout some RandomNumberGenerator) -> SpotCamera {
    let kind = generator.uniform(in: 0...1)
    let contrast: SpotContrast =
      if kind < squareRootProbability {
        .squareRoot
      } else if kind < squareRootProbability + logarithmicProbability {
        .logarithmic
      } else {
        .linear
      }
    return SpotCamera(
      blur: generator.uniform(in: blur),
      dose: generator.logarithmic(in: dose),
      readNoise: generator.uniform(in: readNoise),
      exposure: generator.logarithmic(in: exposure),
      contrast: contrast
    )
  }
}
