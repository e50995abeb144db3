import Crystallography
import Foundation
import RandomNumbers

/// The ranges from which the appearance of Kikuchi bands is drawn, uniformly unless stated otherwise.
///
/// The defaults are wide, so that a network trained on these bands generalizes to dynamical patterns, whose contrast
/// follows no simple rule.
public struct BandParameterRanges: Sendable, Hashable, Codable {
  /// The number of bands, drawn log-uniformly.
  public var count: ClosedRange<Float> = 25...150
  /// The exponent p of the strength |U_g|^p.
  public var exponent: ClosedRange<Float> = 0.6...1.8
  /// The half-width of an edge, in units of the band's half-width.
  public var edgeWidth: ClosedRange<Float> = 0.08...0.5
  /// The excess intensity of the edges, relative to the band.
  public var edgeExcess: ClosedRange<Float> = 0...0.6
  /// The depth of the dark fringes outside the band, relative to the band.
  public var fringe: ClosedRange<Float> = 0...0.5
  /// The excess intensity of the middle, relative to the band.
  public var ridge: ClosedRange<Float> = -0.3...0.5

  /// Creates the default ranges.
  public init() {}

  /// Draws the parameters of a crystal's bands and creates their projector.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - beam: the electron beam.
  ///   - minimumSpacing: the smallest lattice spacing in Å.
  ///   - generator: the source of random numbers.
  /// - Returns: the projector of the bands.
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
