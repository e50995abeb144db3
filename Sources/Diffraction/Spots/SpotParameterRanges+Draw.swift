import Crystallography
import Foundation
import RandomNumbers

extension SpotParameterRanges {
  /// Draws the settings of one pattern; these conditions must be valid.
  ///
  /// The number of draws does not depend on the conditions, so that a change of one of them leaves the others.
  ///
  /// - Parameters:
  ///   - size: the number of columns and of rows.
  ///   - cell: the cell of the crystal, in which zone axes are counted.
  ///   - orientation: the rotation from the crystal frame to the laboratory frame; `nil` draws it.
  ///   - generator: where chance comes from.
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
    // A spot is never much smaller than a pixel.
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
