import Crystallography
import Foundation
import RandomNumbers

/// The ranges from which the two-beam bands of a crystal are drawn, uniformly unless noted otherwise.
///
/// The ranges are wide, so that a network cannot rely on the intensities of one simulator.
public struct TwoBeamParameterRanges: Encodable, Sendable, Hashable {
  /// The number of bands, drawn uniformly in the logarithm.
  public var count: ClosedRange<Float> = 60...250
  /// The sharpness σ.
  public var sharpness: ClosedRange<Float> = 0.8...1.7
  /// The thickness of the emitting layer in Å, drawn uniformly in the logarithm.
  public var thickness: ClosedRange<Float> = 25...120
  /// The mean of the strength e of the even part, which is drawn from a normal distribution.
  public var absorption: Float = -0.85
  /// The standard deviation of e for most crystals.
  public var absorptionDeviation: Float = 0.3
  /// The share of crystals whose e varies more.
  public var variedShare: Float = 0.1
  /// The factor on the standard deviation of e for these crystals.
  public var variedFactor: Float = 3
  /// The standard deviation of the logarithm of a factor on |U_g|, a cosine in |**g**| that varies smoothly over the
  /// reflections.
  public var strengthDeviation: Float = 0.3
  /// The period of the cosine in Å⁻¹, drawn uniformly in the logarithm.
  public var strengthPeriod: ClosedRange<Float> = 0.7...3

  /// Creates the default ranges.
  public init() {}

  /// The volumes of primitive cells in Å³ between which the spacing of the finest planes increases.
  package static let volumes: ClosedRange<Double> = 60...300
  /// The spacings of the finest planes in Å at these volumes.
  package static let spacings: ClosedRange<Double> = 0.55...0.8

  /// The spacing of the finest planes in Å for a crystal, in dynamical theory too: 0.55 below a primitive cell of
  /// 60 Å³, 0.8 above 300 Å³, and linear in the logarithm of the volume between.
  public static func minimumSpacing(primitiveVolume volume: Double) -> Double {
    let (small, large) = (log(volumes.lowerBound), log(volumes.upperBound))
    let position = (log(volume) - small) / (large - small)
    return spacings.lowerBound + (spacings.upperBound - spacings.lowerBound) * min(max(position, 0), 1)
  }

  /// Draws the bands of a crystal.
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
  ) -> TwoBeamProjector {
    let count = generator.logarithmic(in: count)
    let sharpness = generator.uniform(in: sharpness)
    let thickness = generator.logarithmic(in: thickness)
    let deviation = absorptionDeviation * (generator.chance(variedShare) ? variedFactor : 1)
    let absorption = absorption + deviation * generator.normal()
    let amplitude = Double(strengthDeviation * generator.normal())
    let (period, phase) = (
      Double(generator.logarithmic(in: strengthPeriod)), Double(generator.uniform(in: 0...2 * Float.pi))
    )
    let bands = TwoBeamBands(
      of: crystal,
      beam: beam,
      minimumSpacing: minimumSpacing,
      count: Int(count.rounded()),
      parameters: TwoBeamBands.Parameters(
        sharpness: Double(sharpness),
        thickness: Double(thickness),
        absorption: Double(absorption)
      ),
      strength: { exp(amplitude * cos(2 * .pi * $0 / period + phase)) }
    )
    return TwoBeamProjector(bands)
  }
}
