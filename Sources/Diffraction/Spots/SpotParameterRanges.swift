import Crystallography
import Foundation
import Imaging
import RandomNumbers

/// The ranges from which the parameters of spot patterns are drawn, uniformly unless stated otherwise.
///
/// The defaults cover selected-area and precession diffraction in common instruments: thin to moderately thick
/// crystals, low zone axes and arbitrary orientations, short and long exposures, with and without a beam stop. Lengths
/// on the screen are in units of the image width, so they apply to every image size.
public struct SpotParameterRanges: Codable, Sendable, Hashable {
  /// The accelerating voltage in kV.
  public var acceleratingVoltage: ClosedRange<Float> = 80...300
  /// The thickness of the crystal in nm, drawn log-uniformly.
  public var thickness: ClosedRange<Float> = 5...100
  /// The relative standard deviation of the thickness within the beam.
  public var thicknessSpread: ClosedRange<Float> = 0...0.3
  /// The probability that the beam precesses.
  public var precessionProbability: Float = 0.3
  /// The precession angle in degrees.
  public var precessionAngle: ClosedRange<Float> = 0.3...1.2
  /// The probability of two-beam rather than kinematical intensities.
  public var twoBeamProbability: Float = 0.4
  /// The probability of an orientation near a zone axis; all others are uniform over SO(3).
  public var zoneAxisProbability: Float = 0.7
  /// The largest of |u|, |v| and |w| of a zone axis [uvw].
  ///
  /// It is drawn first; all axes with this index are then equally likely.
  public var zoneAxisIndex: ClosedRange<Int> = 1...2
  /// The angle between the zone axis and the beam, in degrees; its direction is uniform.
  public var zoneAxisTilt: ClosedRange<Float> = 0...0.6
  /// The width of the image in Å⁻¹: the width of the camera's chip divided by the camera constant λL.
  public var fieldOfView: ClosedRange<Float> = 1.6...3.4
  /// The offset of the direct beam from the centre, to the right, in units of the width.
  public var offsetX: ClosedRange<Float> = -0.05...0.05
  /// The offset of the direct beam from the centre, downwards, in units of the width.
  public var offsetY: ClosedRange<Float> = -0.05...0.05
  /// The probability of spots that are discs with a sharp edge.
  public var discProbability: Float = 0.2
  /// The probability of pseudo-Voigt spots; all other spots are Gaussian.
  public var pseudoVoigtProbability: Float = 0.4
  /// The half width at half maximum of Gaussian and pseudo-Voigt spots, in units of the width.
  public var spotRadius: ClosedRange<Float> = 0.005...0.014
  /// The radius of discs, in units of the width.
  public var discRadius: ClosedRange<Float> = 0.008...0.025
  /// The Lorentzian fraction of a pseudo-Voigt profile.
  public var lorentzian: ClosedRange<Float> = 0.1...0.7
  /// The direct beam in units of the strongest diffracted spot, drawn log-uniformly.
  public var directBeam: ClosedRange<Float> = 2...100
  /// The probability that a stop covers the direct beam.
  public var beamStopProbability: Float = 0.25
  /// The radius of the beam stop, in units of the width.
  public var beamStopRadius: ClosedRange<Float> = 0.025...0.06
  /// The width of the beam stop's arm, in units of the width; its direction is uniform.
  public var beamStopArmWidth: ClosedRange<Float> = 0.015...0.05
  /// The diffuse background at the direct beam, in units of the strongest diffracted spot.
  ///
  /// Drawn log-uniformly.
  public var backgroundStrength: ClosedRange<Float> = 0.003...0.15
  /// The half width at half maximum of the background, in Å⁻¹.
  public var backgroundWidth: ClosedRange<Float> = 0.05...0.4
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: ClosedRange<Float> = 0.3...0.9
  /// The dose at the peak of the strongest diffracted spot in electrons per pixel, drawn log-uniformly.
  public var dose: ClosedRange<Float> = 100...20_000
  /// The standard deviation of the read noise, in electrons per pixel.
  public var readNoise: ClosedRange<Float> = 0...2
  /// The peak of the strongest diffracted spot, in units of the full scale.
  ///
  /// Drawn log-uniformly.
  public var exposure: ClosedRange<Float> = 0.3...8
  /// The probability of grey proportional to the square root of the electrons.
  public var squareRootProbability: Float = 0.3
  /// The probability of grey proportional to their logarithm; grey is linear in all other patterns.
  public var logarithmicProbability: Float = 0.3

  /// The list of all ranges with their allowed values.
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

  /// Validates all ranges.
  ///
  /// - Throws: `DiffractionError.invalidSetting`, which names the range and its allowed values.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check(self, Self.parameters)
    try DiffractionError.checkSum(
      ("discProbability", "pseudoVoigtProbability"),
      (discProbability, pseudoVoigtProbability)
    )
    try DiffractionError.checkSum(
      ("squareRootProbability", "logarithmicProbability"),
      (squareRootProbability, logarithmicProbability)
    )
  }

  /// Draws the parameters of one pattern; the ranges must be valid.
  ///
  /// The number of random draws does not depend on the ranges, so changing one range leaves all other values unchanged.
  ///
  /// - Parameters:
  ///   - size: the number of columns and rows.
  ///   - cell: the unit cell, for the directions of the zone axes.
  ///   - orientation: the rotation from the crystal frame to the laboratory frame; `nil` draws it.
  ///   - generator: the source of random numbers.
  /// - Returns: valid parameters.
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
    // A spot is at least half a pixel wide.
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
