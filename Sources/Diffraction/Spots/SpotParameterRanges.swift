import Crystallography
import Foundation
import Imaging
import RandomNumbers

/// The ranges from which the conditions of spot patterns are drawn, uniformly unless said otherwise.
///
/// The defaults cover selected-area and precession diffraction in common instruments: from thin to rather thick
/// crystals, near low zone axes and anywhere, short and long exposures, with the direct beam on the screen or behind
/// a stop. Lengths on the screen are in units of the image's width, so that they hold for every size.
public struct SpotParameterRanges: Encodable, Sendable, Hashable {
  /// The accelerating voltage in kV.
  public var acceleratingVoltage: ClosedRange<Float> = 80...300
  /// The thickness of the crystal in nm, drawn uniformly in its logarithm.
  public var thickness: ClosedRange<Float> = 5...100
  /// The standard deviation of the thickness within the beam, in units of the thickness.
  public var thicknessSpread: ClosedRange<Float> = 0...0.3
  /// The probability that the beam precesses.
  public var precessionProbability: Float = 0.3
  /// The angle between the precessing beam and the axis of its cone, in degrees.
  public var precessionAngle: ClosedRange<Float> = 0.3...1.2
  /// The probability that intensities are those of the two-beam theory rather than the kinematical ones.
  public var twoBeamProbability: Float = 0.4
  /// The probability that a zone axis lies near the beam; all other orientations are uniform over SO(3).
  public var zoneAxisProbability: Float = 0.7
  /// The greatest of |u|, |v| and |w| of a zone axis [uvw].
  ///
  /// It is drawn first; then all axes of it are equally likely.
  public var zoneAxisIndex: ClosedRange<Int> = 1...2
  /// The angle between the zone axis and the beam, in degrees; its direction is uniform.
  public var zoneAxisTilt: ClosedRange<Float> = 0...0.6
  /// The width of the image in Å⁻¹: the width of the camera's chip divided by the camera constant λL.
  public var fieldOfView: ClosedRange<Float> = 1.6...3.4
  /// How far the direct beam lies to the right of the middle, in units of the width.
  public var offsetX: ClosedRange<Float> = -0.05...0.05
  /// How far the direct beam lies below the middle, in units of the width.
  public var offsetY: ClosedRange<Float> = -0.05...0.05
  /// The probability that spots are discs with a sharp edge.
  public var discProbability: Float = 0.2
  /// The probability that spots are pseudo-Voigt profiles; those of neither kind are Gaussian.
  public var pseudoVoigtProbability: Float = 0.4
  /// The half width at half maximum of spots that are no discs, in units of the width.
  public var spotRadius: ClosedRange<Float> = 0.005...0.014
  /// The radius of discs, in units of the width.
  public var discRadius: ClosedRange<Float> = 0.008...0.025
  /// The share of the Lorentzian in a pseudo-Voigt profile.
  public var lorentzian: ClosedRange<Float> = 0.1...0.7
  /// The direct beam in units of the strongest diffracted spot, drawn uniformly in its logarithm.
  public var directBeam: ClosedRange<Float> = 2...100
  /// The probability that a stop covers the direct beam.
  public var beamStopProbability: Float = 0.25
  /// The radius of the beam stop, in units of the width.
  public var beamStopRadius: ClosedRange<Float> = 0.025...0.06
  /// The width of the beam stop's arm, in units of the width; its direction is uniform.
  public var beamStopArmWidth: ClosedRange<Float> = 0.015...0.05
  /// The diffuse background at the direct beam, in units of the strongest diffracted spot.
  ///
  /// Drawn uniformly in its logarithm.
  public var backgroundStrength: ClosedRange<Float> = 0.003...0.15
  /// The half width at half maximum of the background, in Å⁻¹.
  public var backgroundWidth: ClosedRange<Float> = 0.05...0.4
  /// The standard deviation of the Gaussian point-spread function, in pixels.
  public var blur: ClosedRange<Float> = 0.3...0.9
  /// The electrons in the pixel at the strongest diffracted spot's peak, drawn uniformly in their logarithm.
  public var dose: ClosedRange<Float> = 100...20_000
  /// The standard deviation of the noise of the electronics, in electrons a pixel.
  public var readNoise: ClosedRange<Float> = 0...2
  /// The strongest diffracted spot's peak in units of the brightest intensity that is not cut off.
  ///
  /// Drawn uniformly in its logarithm.
  public var exposure: ClosedRange<Float> = 0.3...8
  /// The probability that grey goes as the square root of the electrons.
  public var squareRootProbability: Float = 0.3
  /// The probability that grey goes as their logarithm; it is proportional to them in patterns of neither kind.
  public var logarithmicProbability: Float = 0.3

  enum CodingKeys: String, CodingKey, CaseIterable {
    case acceleratingVoltage, thickness, thicknessSpread
    case precessionProbability, precessionAngle, twoBeamProbability
    case zoneAxisProbability, zoneAxisIndex, zoneAxisTilt
    case fieldOfView, offsetX, offsetY
    case discProbability, pseudoVoigtProbability, spotRadius, discRadius, lorentzian
    case directBeam, beamStopProbability, beamStopRadius, beamStopArmWidth
    case backgroundStrength, backgroundWidth
    case blur, dose, readNoise, exposure, squareRootProbability, logarithmicProbability
  }

  /// Creates the usual conditions.
  public init() {}

  /// Checks that every range makes sense.
  ///
  /// - Throws: `DiffractionError.invalidSetting`, which names the setting and what is expected.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("acceleratingVoltage", acceleratingVoltage, in: 10...1000)
    try DiffractionError.check("thickness", thickness, in: 0.1...1000)
    try DiffractionError.check("thicknessSpread", thicknessSpread, in: 0...1)
    try DiffractionError.check("precessionProbability", precessionProbability, in: 0...1)
    try DiffractionError.check("precessionAngle", precessionAngle, in: 0...5)
    try DiffractionError.check("twoBeamProbability", twoBeamProbability, in: 0...1)
    try DiffractionError.check("zoneAxisProbability", zoneAxisProbability, in: 0...1)
    try DiffractionError.check("zoneAxisIndex", zoneAxisIndex, in: 1...10)
    try DiffractionError.check("zoneAxisTilt", zoneAxisTilt, in: 0...180)
    try DiffractionError.check("fieldOfView", fieldOfView, in: 0.01...100)
    try DiffractionError.check("offsetX", offsetX, in: -5...5)
    try DiffractionError.check("offsetY", offsetY, in: -5...5)
    try DiffractionError.check("discProbability", discProbability, in: 0...1)
    try DiffractionError.check("pseudoVoigtProbability", pseudoVoigtProbability, in: 0...1)
    try DiffractionError.check("spotRadius", spotRadius, in: 0.0001...0.5)
    try DiffractionError.check("discRadius", discRadius, in: 0.0001...0.5)
    try DiffractionError.check("lorentzian", lorentzian, in: 0...1)
    try DiffractionError.check("directBeam", directBeam, in: 1e-6...1e9)
    try DiffractionError.check("beamStopProbability", beamStopProbability, in: 0...1)
    try DiffractionError.check("beamStopRadius", beamStopRadius, in: 0...1)
    try DiffractionError.check("beamStopArmWidth", beamStopArmWidth, in: 0...1)
    try DiffractionError.check("backgroundStrength", backgroundStrength, in: 1e-6...1e6)
    try DiffractionError.check("backgroundWidth", backgroundWidth, in: 0.001...100)
    try DiffractionError.check("blur", blur, in: 0...100)
    try DiffractionError.check("dose", dose, in: 0.1...1e9)
    try DiffractionError.check("readNoise", readNoise, in: 0...1e6)
    try DiffractionError.check("exposure", exposure, in: 0.001...1000)
    try DiffractionError.check("squareRootProbability", squareRootProbability, in: 0...1)
    try DiffractionError.check("logarithmicProbability", logarithmicProbability, in: 0...1)
    try Self.checkSum(
      "discProbability and pseudoVoigtProbability",
      discProbability,
      pseudoVoigtProbability
    )
    try Self.checkSum(
      "squareRootProbability and logarithmicProbability",
      squareRootProbability,
      logarithmicProbability
    )
  }

  private static func checkSum(
    _ names: String,
    _ first: Float,
    _ second: Float
  ) throws(DiffractionError) {
    // A hair above 1 is rounding.
    guard first + second <= 1.000001 else {
      throw .invalidSetting(
        name: names,
        value: "\(first) and \(second)",
        expected: "a sum of at most 1"
      )
    }
  }
}
