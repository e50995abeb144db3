import Crystallography
import Foundation

/// The Kikuchi bands of a crystal by two-beam theory: the width, asymmetry and edges of each follow from its own
/// structure factor.
///
/// In a direction **d** (a unit vector) the intensity is
///
/// I(**d**) = 1 + Σ_g a_g (e − o w) / (w² + b_g),   w = s_g k σ / |U_g|,   s_g = −(g² + 2k **d**·**g**) / 2k,
///
/// with k = 1/λ, a_g = Re(S_g U_g*) / |U_g|, S_g = Σ Z² e^(−Bg²/4) e^(2πi **g**·**r**) / Σ Z² the Fourier coefficient
/// of the emission of backscattered electrons, and b_g = 1 + (k / π t |U_g|)² for electrons from a layer of thickness
/// t. The odd part makes a band bright and its surroundings dark; the even part, e < 0, is absorption. This is the
/// two-beam intensity of P. Hirsch et al., Electron Microscopy of Thin Crystals (1965), chapter 8, averaged over the
/// depth.
///
/// The sum over **g** and −**g** is a ratio of two polynomials in (**d**·**g**)², which costs one division.
public struct TwoBeamBands: Sendable {
  /// The parameters that fit two-beam theory to dynamical patterns.
  public struct Parameters: Sendable, Hashable {
    /// The sharpness σ: 1 is two-beam theory; further beams make bands narrower.
    public var sharpness: Double
    /// The thickness t of the emitting layer in Å.
    public var thickness: Double
    /// The strength e of the even part.
    public var absorption: Double

    /// Creates parameters; the defaults fit EMsoft's master patterns of eight crystals best.
    public init(sharpness: Double = 1.2, thickness: Double = 50, absorption: Double = -1) {
      self.sharpness = sharpness
      self.thickness = thickness
      self.absorption = absorption
    }
  }

  /// The bands of a pair of reflections **g**, −**g**.
  struct Band: Sendable {
    /// k σ **g** / |U_g|; its product with a direction is u.
    var vector: SIMD3<Float>
    /// The intensity is (numerator.x + numerator.y v) / (denominator.x + denominator.y v + v²), v = u².
    var numerator: SIMD2<Float>
    var denominator: SIMD2<Float>
  }

  /// The bands, by decreasing |U_g|.
  let bands: [Band]

  /// Finds the strongest bands of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - beam: the electrons.
  ///   - minimumSpacing: the spacing of the finest planes in Å.
  ///   - count: the number of pairs of reflections; pairs as strong as the last one are included, so that families of
  ///     symmetry-equivalent planes stay complete.
  ///   - parameters: the parameters of two-beam theory.
  ///   - strength: a factor on |U_g| as a function of |**g**| in Å⁻¹.
  public init(
    of crystal: Crystal,
    beam: ElectronBeam,
    minimumSpacing: Double,
    count: Int = 400,
    parameters: Parameters = Parameters(),
    strength: (Double) -> Double = { _ in 1 }
  ) {
    let factors = HalfSpaceFactors(of: crystal, reach: 1 / minimumSpacing)
    let perVolume = beam.relativisticMassRatio / (.pi * crystal.cell.volume)
    let wavenumber = beam.wavenumber
    bands = factors.strongest(count).map { reflection in
      let length = reflection.vector.length
      let amplitude = reflection.intensity.squareRoot()
      let potential = perVolume * amplitude * strength(length)
      let weight = reflection.emission / amplitude
      let scale = wavenumber * parameters.sharpness / potential
      // With w = −c ∓ u for the two reflections.
      let c = length * length / 2 * parameters.sharpness / potential
      let thin = wavenumber / (.pi * parameters.thickness * potential)
      let b = 1 + thin * thin
      let e = parameters.absorption
      return Band(
        vector: SIMD3<Float>(scale * reflection.vector),
        numerator: [
          Float(2 * weight * (e + c) * (c * c + b)), Float(2 * weight * (e - c)),
        ],
        denominator: [Float((c * c + b) * (c * c + b)), Float(2 * (b - c * c))]
      )
    }
  }

  /// The sum of all bands, without the 1, in a direction of unit length: the slow reference of ``TwoBeamProjector``.
  public func intensity(in direction: Vector3) -> Float {
    let direction = SIMD3<Float>(direction)
    return bands.reduce(0) { sum, band in
      let u = (direction * band.vector).sum()
      let v = u * u
      return sum + (band.numerator.x + band.numerator.y * v)
        / (band.denominator.x + v * (band.denominator.y + v))
    }
  }

  /// The sum of all bands on grids of `size` rows (an odd number).
  public func masterPattern(size: Int) -> MasterPattern { MasterPattern(size: size) { intensity(in: $0) } }
}
