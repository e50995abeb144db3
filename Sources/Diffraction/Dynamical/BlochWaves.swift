import Crystallography
import Foundation

/// The dynamical backscattered intensity of a crystal in one direction, computed with Bloch waves.
///
/// By reciprocity, the probability that an electron leaves an atom in the direction **d** is the density at the atom of
/// a plane wave incident along -**d**. Inside the crystal the wave is a sum of Bloch waves, the eigenvectors of
///
/// 2K s_g C_g + Σ_h (U_{g-h} + i U'_{g-h}) C_h = 2K γ C_g
///
/// (P. Hirsch et al., Electron Microscopy of Thin Crystals, 1965; C. J. Humphreys, Rep. Prog. Phys. 42, 1825, 1979).
/// Weak beams act through Bethe's potentials. Absorption makes each wave decay and couples the waves, by iteration. The
/// intensity is the density of the wave at the atoms, weighted by Z² (A. Winkelmann et al., Ultramicroscopy 107, 414,
/// 2007) and averaged over the depth profile. The profile includes the mean absorption, so only the deviation from the
/// mean acts on a Bloch wave.
///
/// The value reuses its memory between directions; use one per worker.
struct BlochWaves {
  /// The number of strong beams in the last direction, including the direct beam.
  private(set) var strongBeams = 0
  /// The number of weak beams in the last direction.
  private(set) var weakBeams = 0
  /// The number of Bloch waves in the last direction.
  var waves: Int { basis.count }

  private let potential: DynamicalPotential
  private let depth: DepthProfile

  private var excitationErrors: [Float]
  private var strong: [Int32] = []
  private var strongErrors: [Float] = []
  private var weak: [Int32] = []
  private var weakErrors: [Float] = []
  private var matrix = ComplexMatrix()
  private var absorption = ComplexMatrix()
  private var emission = ComplexMatrix()
  private var coupling = ComplexMatrix()
  private var scaledCoupling = ComplexMatrix()
  private var weakEmission = ComplexMatrix()
  private var basis = LanczosBasis()
  /// The eigenvectors in the Krylov basis, as rows.
  private var rotation = ComplexMatrix()
  private var bloch = ComplexMatrix()
  private var product = ComplexMatrix()
  private var density = ComplexMatrix()
  private var losses = ComplexMatrix()
  private var decays: [Float] = []
  private var populations = ComplexMatrix()
  private var source = ComplexMatrix()
  private var coupled = ComplexMatrix()

  /// Allocates the memory for a crystal.
  init(potential: DynamicalPotential, depth: DepthProfile) {
    self.potential = potential
    self.depth = depth
    excitationErrors = [Float](repeating: 0, count: potential.beams.count)
  }

  /// The intensity in a direction, a unit vector in the Cartesian crystal frame.
  ///
  /// - Returns: the mean of Z² |ψ|² over atoms and depth, for an incident wave of amplitude 1.
  mutating func intensity(in direction: Vector3) -> Float {
    selectBeams(incident: -direction)
    buildMatrices()
    basis.build(matrix, limit: potential.greatestNumberOfWaves(depth))
    findBlochWaves()
    return sumOverDepth()
  }

  // MARK: Beams

  private mutating func selectBeams(incident: Vector3) {
    let k = SIMD3<Float>(incident)
    let wavenumber = potential.wavenumber
    let beams = potential.beams
    for index in beams.indices {
      let g = beams[index].vector
      let along = g.x * k.x + g.y * k.y + g.z * k.z
      // The fourth component is |g|².
      excitationErrors[index] = -(2 * wavenumber * along + g.w) / (2 * (wavenumber + along))
    }
    strong.removeAll(keepingCapacity: true)
    strongErrors.removeAll(keepingCapacity: true)
    weak.removeAll(keepingCapacity: true)
    weakErrors.removeAll(keepingCapacity: true)
    strong.append(Int32(potential.origin))
    strongErrors.append(0)
    let (strongLimit, weakLimit) = (potential.strongLimit, potential.weakLimit)
    for index in beams.indices {
      let error = abs(excitationErrors[index])
      guard error <= weakLimit, error <= beams[index].reach else { continue }
      if error <= strongLimit {
        strong.append(beams[index].tableIndex)
        strongErrors.append(excitationErrors[index])
      } else {
        weak.append(beams[index].tableIndex)
        weakErrors.append(excitationErrors[index])
      }
    }
    strongBeams = strong.count
    weakBeams = weak.count
  }

  // MARK: Matrices

  private mutating func buildMatrices() {
    let n = strongBeams
    let isComplex = !potential.isReal
    matrix.resize(rows: n, columns: n, isComplex: isComplex)
    absorption.resize(rows: n, columns: n, isComplex: isComplex)
    emission.resize(rows: n, columns: n, isComplex: isComplex)
    let origin = Int32(potential.origin)
    for row in 0..<n {
      let base = strong[row] + origin
      // The matrices are Hermitian: the lower triangle follows from the upper one.
      for column in row..<n {
        let entry = potential.table[Int(base - strong[column])]
        let (upper, lower) = (row * n + column, column * n + row)
        matrix.real[upper] = entry[0]
        matrix.real[lower] = entry[0]
        absorption.real[upper] = entry[2]
        absorption.real[lower] = entry[2]
        emission.real[upper] = entry[4]
        emission.real[lower] = entry[4]
        if isComplex {
          matrix.imaginary[upper] = entry[1]
          matrix.imaginary[lower] = -entry[1]
          absorption.imaginary[upper] = entry[3]
          absorption.imaginary[lower] = -entry[3]
          emission.imaginary[upper] = entry[5]
          emission.imaginary[lower] = -entry[5]
        }
      }
      matrix.real[row * n + row] = 2 * potential.wavenumber * strongErrors[row]
      if isComplex { matrix.imaginary[row * n + row] = 0 }
    }
    if weakBeams > 0 { addWeakBeams(isComplex: isComplex) }
  }

  /// Adds the effect of the weak beams to the matrices of the strong ones.
  ///
  /// A weak beam has the amplitude C_w = -Σ_h U_{w-h} C_h / (2K s_w). In the equations of the strong beams this changes
  /// the potential by -Σ_w U_{g-w} U_{w-h} / (2K s_w) (Bethe 1928); in the density at the atoms it changes the
  /// emission, to first order, by -Σ_w (S_{g-w} U_{w-h} + U_{g-w} S_{w-h}) / (2K s_w).
  private mutating func addWeakBeams(isComplex: Bool) {
    let (n, m) = (strongBeams, weakBeams)
    coupling.resize(rows: n, columns: m, isComplex: isComplex)
    scaledCoupling.resize(rows: n, columns: m, isComplex: isComplex)
    weakEmission.resize(rows: n, columns: m, isComplex: isComplex)
    for column in 0..<m { weakErrors[column] = 1 / (2 * potential.wavenumber * weakErrors[column]) }
    let origin = Int32(potential.origin)
    for row in 0..<n {
      let base = strong[row] + origin
      for column in 0..<m {
        let entry = potential.table[Int(base - weak[column])]
        let index = row * m + column
        coupling.real[index] = entry[0]
        scaledCoupling.real[index] = entry[0] * weakErrors[column]
        weakEmission.real[index] = entry[4]
        if isComplex {
          coupling.imaginary[index] = entry[1]
          scaledCoupling.imaginary[index] = entry[1] * weakErrors[column]
          weakEmission.imaginary[index] = entry[5]
        }
      }
    }
    matrix.subtractAdjointProducts([(scaledCoupling, coupling)])
    emission.subtractAdjointProducts([(scaledCoupling, weakEmission), (weakEmission, scaledCoupling)])
  }

  // MARK: Waves

  /// Computes the Bloch waves in the basis of beams, as rows: the eigenvectors times the Krylov basis.
  private mutating func findBlochWaves() {
    rotation.resize(rows: waves, columns: waves, isComplex: false)
    for index in 0..<waves * waves { rotation.real[index] = Float(basis.eigenvectors[index]) }
    bloch.set(to: .plain, rotation, basis.vectors)
  }

  /// Sets `density` to the matrix elements of a Hermitian beam matrix between the Bloch waves.
  private mutating func findOverlaps(of matrix: ComplexMatrix) {
    // For Hermitian H, the product of a row with H* is H times the row as a column.
    product.set(to: .conjugate, bloch, matrix)
    density.set(to: .conjugateTransposed, bloch, product)
  }

  // MARK: Depth

  private mutating func sumOverDepth() -> Float {
    let m = waves
    let isComplex = !potential.isReal
    let perWavenumber = Float.pi / potential.wavenumber
    findOverlaps(of: absorption)
    swap(&density, &losses)
    findOverlaps(of: emission)
    for index in 0..<m * m {
      losses.real[index] *= perWavenumber
      if isComplex { losses.imaginary[index] *= perWavenumber }
    }
    decays.removeAll(keepingCapacity: true)
    for wave in 0..<m {
      decays.append(losses.real[wave * m + wave] - perWavenumber * potential.meanAbsorption)
      losses.real[wave * m + wave] = 0
    }

    // The populations ψ_j ψ_k* at the surface: the amplitude of each wave in the direct beam, the first vector of the
    // Krylov basis. Two integrations over exp(-z/ζ) give the profile z exp(-z/ζ).
    populations.resize(rows: m, columns: m, isComplex: true)
    for first in 0..<m {
      for second in 0..<m {
        populations.real[first * m + second] = rotation.real[first * m] * rotation.real[second * m]
        populations.imaginary[first * m + second] = 0
      }
    }
    integrateOverDepth(perWavenumber: perWavenumber)
    integrateOverDepth(perWavenumber: perWavenumber)

    var total: Float = 0
    for index in 0..<m * m {
      total += density.real[index] * populations.real[index]
      // S_jk multiplies the transposed element ψ_k ψ_j*, which changes the sign of the imaginary part.
      if isComplex { total += density.imaginary[index] * populations.imaginary[index] }
    }
    return total
  }

  /// Replaces the populations at the surface by their mean below it, weighted by exp(-z/ζ)/ζ.
  ///
  /// R_jk (1 + (d_j + d_k - i (γ_j - γ_k) …) ζ) = P_jk - ζ (QR + RQ)_jk, with the decay d of each wave and the
  /// absorption Q that couples different waves. Q is small: two iterations suffice.
  private mutating func integrateOverDepth(perWavenumber: Float) {
    let m = waves
    let depth = Float(depth.mostProbableDepth)
    source = populations
    for round in 0...2 {
      if round > 0 { coupled.set(to: .plain, losses, populations) }
      for first in 0..<m {
        for second in first..<m {
          let index = first * m + second
          let transposed = second * m + first
          var (real, imaginary) = (source.real[index], source.imaginary[index])
          if round > 0 {
            real -= depth * (coupled.real[index] + coupled.real[transposed])
            imaginary -= depth * (coupled.imaginary[index] - coupled.imaginary[transposed])
          }
          let phase = Float(basis.eigenvalues[first] - basis.eigenvalues[second]) * perWavenumber
          // Limit the gain: a wave growing faster than the profile falls would diverge.
          let a = max(0.2, 1 + (decays[first] + decays[second]) * depth)
          let b = -phase * depth
          let scale = 1 / (a * a + b * b)
          let value = ((real * a + imaginary * b) * scale, (imaginary * a - real * b) * scale)
          populations.real[index] = value.0
          populations.imaginary[index] = value.1
          populations.real[transposed] = value.0
          populations.imaginary[transposed] = -value.1
        }
      }
    }
  }
}
