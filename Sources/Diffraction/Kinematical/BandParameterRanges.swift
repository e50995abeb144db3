import Crystallography
import Foundation
import RandomNumbers

/// The ranges from which the look of the bands of a crystal is drawn, uniformly unless said otherwise.
///
/// They vary widely, so that what a network learns from bands carries over to the patterns of dynamical diffraction,
/// whose contrast no simple rule gives.
public struct BandParameterRanges: Sendable, Hashable, Codable {
  /// The greatest number of bands, drawn uniformly in its logarithm.
  public var count: ClosedRange<Float> = 25...150
  /// The p of the strength |U_g|^p.
  public var exponent: ClosedRange<Float> = 0.6...1.8
  /// The half-width of an edge, in units of the half-width of the band.
  public var edgeWidth: ClosedRange<Float> = 0.08...0.5
  /// How much brighter than the band its edges are, in units of the band.
  public var edgeExcess: ClosedRange<Float> = 0...0.6
  /// How dark the fringes outside are, in units of the band.
  public var fringe: ClosedRange<Float> = 0...0.5
  /// How much brighter the middle is than the rest of the band, in units of the band.
  public var ridge: ClosedRange<Float> = -0.3...0.5

  /// Creates the usual conditions.
  public init() {}

  /// Draws the look of a crystal's bands and prepares to draw them.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - beam: the electrons.
  ///   - minimumSpacing: the spacing in Å of the finest planes.
  ///   - generator: where chance comes from.
  /// - Returns: what draws the bands.
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
