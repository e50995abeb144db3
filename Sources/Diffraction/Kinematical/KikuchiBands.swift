import Crystallography
import Foundation

/// The Kikuchi bands of a crystal in kinematical theory: their planes, widths and strengths.
///
/// The band of the planes (hkl) is the set of directions **r** with |**r** · **ĝ**| < sin θ = λ|**g**|/2. Its strength
/// is |U_g|^p: p = 2 is kinematical theory, p = 1 approximates the contrast of dynamical bands. Planes with a
/// vanishing structure factor have no band.
public struct KikuchiBands: Sendable {
  /// A band.
  public struct Band: Sendable, Hashable {
    /// The lattice planes, as one of (hkl) and (-h -k -l).
    public let index: MillerIndex
    /// The unit vector normal to the planes, in the Cartesian crystal frame.
    public let normal: SIMD3<Float>
    /// The sine of the Bragg angle.
    public let sinTheta: Float
    /// The strength, relative to the strongest band.
    public let strength: Float
  }

  /// The bands by decreasing strength, then by h, k, l.
  public let bands: [Band]

  /// Finds the strongest bands of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - beam: the electron beam.
  ///   - minimumSpacing: the smallest lattice spacing in Å.
  ///   - count: the number of bands; further bands as strong as the last one are included, to keep families of
  ///     symmetry-equivalent planes complete.
  ///   - exponent: the exponent p of the strength |U_g|^p.
  public init(of crystal: Crystal, beam: ElectronBeam, minimumSpacing: Double, count: Int, exponent: Float = 2) {
    let reflections = HalfSpaceFactors(of: crystal, reach: 1 / minimumSpacing).strongest(count)
    let strongest = reflections.first?.intensity ?? 0
    bands = reflections.map { reflection in
      let length = reflection.vector.length
      return Band(
        index: reflection.index,
        normal: SIMD3(reflection.vector / length),
        sinTheta: Float(beam.wavelength * length / 2),
        strength: pow(Float(reflection.intensity / strongest), exponent / 2)
      )
    }
  }

  /// Checks that a cell is small enough for finding its bands: at most 500 000 reflections.
  ///
  /// - Throws: `DiffractionError.invalidSetting` that names the smallest usable spacing.
  public static func validate(_ cell: UnitCell, minimumSpacing: Double) throws(DiffractionError) {
    try ReflectionBudget.check(cell, minimumSpacing: minimumSpacing, atMost: 500_000)
  }

  /// The sum of all bands in a direction of unit length: a slow reference for ``BandProjector``.
  public func intensity(in direction: Vector3, profile: BandProfile) -> Float {
    let direction = SIMD3<Float>(direction)
    return bands.reduce(0) { sum, band in sum + band.strength * profile((direction * band.normal).sum() / band.sinTheta)
    }
  }

  /// The mean and the standard deviation of the intensity over 1000 directions.
  func statistics(profile: BandProfile) -> (mean: Float, deviation: Float) {
    Self.statistics { intensity(in: $0, profile: profile) }
  }

  /// The mean and the standard deviation of an intensity over 1000 directions of a hemisphere.
  static func statistics(_ intensity: (Vector3) -> Float) -> (mean: Float, deviation: Float) {
    // Evenly spread points on a spiral (R. Swinbank and R. J. Purser, Q. J. R. Meteorol. Soc. 132, 2006); one
    // hemisphere is enough.
    let count = 1000
    let intensities = (0..<count).map { number in
      let z = (Double(number) + 0.5) / Double(count)
      let (radius, angle) = ((1 - z * z).squareRoot(), Double(number) * .pi * (3 - 5.0.squareRoot()))
      return Double(intensity([radius * cos(angle), radius * sin(angle), z]))
    }
    let mean = intensities.reduce(0, +) / Double(count)
    let variance = intensities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    return (Float(mean), Float(variance.squareRoot()))
  }

  /// The kinematical master pattern, the sum of all bands, on grids of `size` rows (an odd number).
  public func masterPattern(size: Int, profile: BandProfile = BandProfile()) -> MasterPattern {
    MasterPattern(size: size) { intensity(in: $0, profile: profile) }
  }
}
