import Crystallography

/// What the Bloch waves of a crystal need of it, laid out for fast use.
struct DynamicalPotential {
  /// A beam that may be excited.
  struct Beam {
    /// The reciprocal lattice vector in Å⁻¹, and the square of its length.
    var vector: SIMD4<Float>
    /// The greatest |s_g| in Å⁻¹ at which the beam is taken along.
    var reach: Float
    /// Where its Fourier coefficients lie in the table.
    var tableIndex: Int32
  }

  /// All beams but the direct one, by rising |**g**|.
  let beams: [Beam]
  /// For each difference of beams: U, U' and emission, each as real and imaginary part; two unused.
  let table: [SIMD8<Float>]
  /// The place of **g** = 0 in the table.
  let origin: Int
  /// The wavenumber in the crystal in Å⁻¹.
  let wavenumber: Float
  /// U'₀ in Å⁻².
  let meanAbsorption: Float
  /// The greatest |s_g| of a strong beam in Å⁻¹.
  let strongLimit: Float
  /// The greatest |s_g| of a weak beam in Å⁻¹.
  let weakLimit: Float
  /// Whether all Fourier coefficients are real, as they are with the origin in a centre of inversion.
  let isReal: Bool

  /// Lays out the Fourier coefficients of a crystal.
  ///
  /// - Parameters:
  ///   - factors: the Fourier coefficients, at least up to |g| = 2 / `minimumSpacing`.
  ///   - cell: the unit cell.
  ///   - minimumSpacing: the spacing in Å of the finest planes whose beams are taken.
  ///   - thresholds: which beams are strong and weak.
  init(
    factors: StructureFactors,
    cell: UnitCell,
    minimumSpacing: Double,
    thresholds: BetheThresholds
  ) {
    let indices = factors.reflections(within: 1 / minimumSpacing).filter {
      $0 != MillerIndex(0, 0, 0)
    }
    let strengths = indices.map { index in
      let value = factors.elastic[factors.index(of: index)]
      return (value * value).sum().squareRoot()
    }
    let greatest = strengths.max() ?? 0
    let mean = factors.elastic[factors.origin].x
    let wavenumber = (factors.beam.wavenumber * factors.beam.wavenumber + Double(mean)).squareRoot()
    // λU is an excitation error; below a millionth of the strongest a reflection is extinct.
    let unit = 1 / Float(wavenumber)
    beams = zip(indices, strengths).compactMap { index, strength in
      guard strength > 1e-6 * greatest else { return nil }
      let vector = cell.reciprocalVector(of: index)
      return Beam(
        vector: SIMD4(Float(vector.x), Float(vector.y), Float(vector.z), Float(vector.dot(vector))),
        reach: Float(thresholds.cutoff) * unit * strength,
        tableIndex: Int32(factors.index(of: index))
      )
    }
    strongLimit = Float(thresholds.strong) * unit * greatest
    weakLimit = Float(thresholds.weak) * unit * greatest
    self.wavenumber = Float(wavenumber)
    origin = factors.origin
    meanAbsorption = factors.absorptive[factors.origin].x
    isReal = Self.isReal(factors.elastic) && Self.isReal(factors.emission)
    table = factors.elastic.indices.map { place in
      let (elastic, absorptive) = (factors.elastic[place], factors.absorptive[place])
      let emission = factors.emission[place]
      return [elastic.x, elastic.y, absorptive.x, absorptive.y, emission.x, emission.y, 0, 0]
    }
  }

  private static func isReal(_ values: [SIMD2<Float>]) -> Bool {
    let greatest = values.reduce(0) { max($0, abs($1.x)) }
    return values.allSatisfy { abs($0.y) <= 1e-5 * greatest }
  }

  /// How many Bloch waves describe the wave down to the depth from which electrons come.
  ///
  /// An exponential of a matrix of spectral half-width ρ, over a depth z, needs somewhat more than ρz Krylov
  /// vectors (Hochbruck and Lubich, SIAM J. Numer. Anal. 34, 1911, 1997).
  func greatestNumberOfWaves(_ depth: DepthProfile) -> Int {
    12 + Int(2 * Double.pi * Double(strongLimit) * 8 * depth.mostProbableDepth)
  }
}
