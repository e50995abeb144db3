import Crystallography
import Foundation
import RandomNumbers

/// The ranges from which the band profile of a crystal is drawn, uniformly unless noted otherwise.
///
/// The ranges are wide, so that a network trained on these bands generalises to dynamical patterns, whose contrast
/// follows no simple rule.
public struct BandParameterRanges: Sendable, Hashable, Codable {
  /// The largest number of bands, drawn uniformly in the logarithm.
  public var count: ClosedRange<Float> = 25...150
  /// The exponent p of the strength |U_g|^p.
  public var exponent: ClosedRange<Float> = 0.6...1.8
  /// The half-width of an edge, in units of the half-width of the band.
  public var edgeWidth: ClosedRange<Float> = 0.08...0.5
  /// The excess brightness of the edges, in units of the band's.
  public var edgeExcess: ClosedRange<Float> = 0...0.6
  /// The depth of the dark fringes outside, in units of the band's brightness.
  public var fringe: ClosedRange<Float> = 0...0.5
  /// The excess brightness of the band's centre, in units of the band's.
  public var ridge: ClosedRange<Float> = -0.3...0.5

  /// Creates the default ranges.
  public init() {}

  /// Draws a band profile for a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - beam: the electrons.
  ///   - minimumSpacing: the spacing in Å of the finest planes.
  ///   - generator: the source of random numbers.
  /// - Returns: a projector of the bands.
  public func projector(
    of crystal: Crystal,
    beam: ElectronBeam,
    minimumSpacing: Double,
    using generator: inout some RandomNumberGenerator
  ) -> BandProjector {
    let count = exp(generator.uniform(in: log(count.lowerBound)...log(count.upperBound)))
    let exponent = generator.uniform(in: exponent)
    let profile = BandProfile(
      edgeWidth: generator.uniform(in: edgeWidth),
      edgeExcess: generator.uniform(in: edgeExcess),
      fringe: generator.uniform(in: fringe),
      ridge: generator.uniform(in: ridge)
    )
    let bands = KikuchiBands(
      of: crystal,
      beam: beam,
      minimumSpacing: minimumSpacing,
      count: Int(count.rounded()),
      exponent: exponent
    )
    return BandProjector(bands, profile: profile)
  }
}
