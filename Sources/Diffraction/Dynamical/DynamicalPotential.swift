import Crystallography

/// The beams and Fourier coefficients of a crystal, stored for fast Bloch-wave calculations.
struct DynamicalPotential {
  /// A beam that can be excited.
  struct Beam {
    /// The reciprocal lattice vector in Å⁻¹ and its squared length.
    var vector: SIMD4<Float>
    /// The largest |s_g| in Å⁻¹ at which the beam is included.
    var reach: Float
    /// The index of its Fourier coefficients in the table.
    var tableIndex: Int32
  }

  /// All beams except the direct one, by increasing |**g**|.
  let beams: [Beam]
  /// U, U' and emission for each difference of beams, as real and imaginary parts; two components are unused.
  let table: [SIMD8<Float>]
  /// The index of **g** = 0 in the table.
  let origin: Int
  /// The wavenumber in the crystal in Å⁻¹.
  let wavenumber: Float
  /// U'₀ in Å⁻².
  let meanAbsorption: Float
  /// The largest |s_g| of a strong beam in Å⁻¹.
  let strongLimit: Float
  /// The largest |s_g| of a weak beam in Å⁻¹.
  let weakLimit: Float
  /// True if all Fourier coefficients are real, as with the origin at a centre of inversion.
  let isReal: Bool

  /// Prepares the Fourier coefficients of a crystal.
  ///
  /// - Parameters:
  ///   - factors: the Fourier coefficients, at least up to |g| = 2 / `minimumSpacing`.
  ///   - cell: the unit cell.
  ///   - minimumSpacing: the smallest lattice spacing in Å of the included beams.
  ///   - thresholds: the thresholds of strong and weak beams.
  init(factors: StructureFactors, cell: UnitCell, minimumSpacing: Double, thresholds: BetheThresholds) {
    let indices = factors.reflections(within: 1 / minimumSpacing).filter { $0 != MillerIndex(0, 0, 0) }
    let strengths = indices.map { index in
      let value = factors.elastic[factors.index(of: index)]
      return (value * value).sum().squareRoot()
    }
    let greatest = strengths.max() ?? 0
    let mean = factors.elastic[factors.origin].x
    let wavenumber = (factors.beam.wavenumber * factors.beam.wavenumber + Double(mean)).squareRoot()
    // λU is in units of an excitation error. Reflections below 10⁻⁶ of the strongest are extinct.
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
    table = factors.elastic.indices.map { index in
      let (elastic, absorptive) = (factors.elastic[index], factors.absorptive[index])
      let emission = factors.emission[index]
      return [elastic.x, elastic.y, absorptive.x, absorptive.y, emission.x, emission.y, 0, 0]
    }
  }

  private static func isReal(_ values: [SIMD2<Float>]) -> Bool {
    let greatest = values.reduce(0) { max($0, abs($1.x)) }
    return values.allSatisfy { abs($0.y) <= 1e-5 * greatest }
  }

  /// The number of Bloch waves needed to describe the wave down to the depth of the electrons.
  ///
  /// The exponential of a matrix of spectral half-width ρ over a depth z needs slightly more than ρz Krylov
  /// vectors (Hochbruck and Lubich, SIAM J. Numer. Anal. 34, 1911, 1997).
  func greatestNumberOfWaves(_ depth: DepthProfile) -> Int {
    12 + Int(2 * Double.pi * Double(strongLimit) * 8 * depth.mostProbableDepth)
  }
}
