import COpenBLAS
import Crystallography
import Foundation

/// The dynamical backscattered intensity of a crystal in one direction, by Bloch waves.
///
/// By reciprocity an electron leaves an atom in the direction **d** with the probability with which a plane wave
/// that comes in along -**d** is found at the atom. Inside the crystal the wave is a sum of Bloch waves, the
/// eigenvectors of
///
/// 2K s_g C_g + Σ_h (U_{g-h} + i U'_{g-h}) C_h = 2K γ C_g
///
/// (P. Hirsch et al., Electron Microscopy of Thin Crystals, 1965; C. J. Humphreys, Rep. Prog. Phys. 42, 1825, 1979).
/// Weak beams act through Bethe's potentials. Absorption makes each wave decay, and couples waves by iteration. The
/// intensity is the density of the wave at the atoms, each weighted by Z² (A. Winkelmann et al., Ultramicroscopy
/// 107, 414, 2007), averaged over the depth from which electrons come. Mean absorption is part of that depth
/// profile, so that only its deviation from the mean acts on a Bloch wave.
///
/// Memory is kept from one direction to the next: one value for each worker.
struct BlochWaves {
  /// The number of strong beams of the last direction, the direct one included.
  private(set) var strongBeams = 0
  /// The number of weak beams of the last direction.
  private(set) var weakBeams = 0
  /// The number of Bloch waves of the last direction.
  var waves: Int { basis.count }

  private let potential: DynamicalPotential
  private let depth: DepthProfile

  private var excitationErrors: [Float]
  private var strong: [Int32] = []
  private var strongErrors: [Float] = []
  private var weak: [Int32] = []
  private var weakErrors: [Float] = []
  private var matrix = ComplexPlanes()
  private var absorption = ComplexPlanes()
  private var emission = ComplexPlanes()
  private var coupling = ComplexPlanes()
  private var scaledCoupling = ComplexPlanes()
  private var weakEmission = ComplexPlanes()
  private var basis = LanczosBasis()
  private var rotation: [Float] = []
  private var bloch = ComplexPlanes()
  private var product = ComplexPlanes()
  private var density = ComplexPlanes()
  private var losses = ComplexPlanes()
  private var decays: [Float] = []
  private var populations = ComplexPlanes()
  private var source = ComplexPlanes()
  private var coupled = ComplexPlanes()

  /// Prepares the memory for a crystal.
  init(potential: DynamicalPotential, depth: DepthProfile) {
    self.potential = potential
    self.depth = depth
    excitationErrors = [Float](repeating: 0, count: potential.beams.count)
  }

  /// The intensity that leaves the crystal in a direction, given as a unit vector in the Cartesian crystal frame.
  ///
  /// - Returns: the mean of Z² |ψ|² over the atoms and depths, in units of a wave of amplitude 1.
  mutating func intensity(in direction: Vector3) -> Float {
    selectBeams(incident: -direction)
    buildMatrices()
    let n = strongBeams
    unsafe matrix.real.withUnsafeBufferPointer { real in
      guard let realBase = real.baseAddress else { return }
      if potential.isReal {
        unsafe basis.build(
          matrixReal: realBase,
          matrixImaginary: nil,
          n: n,
          limit: potential.greatestNumberOfWaves(depth)
        )
      } else {
        unsafe matrix.imaginary.withUnsafeBufferPointer { imaginary in
          unsafe basis.build(
            matrixReal: realBase,
            matrixImaginary: imaginary.baseAddress,
            n: n,
            limit: potential.greatestNumberOfWaves(depth)
          )
        }
      }
    }
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
      // |g|² travels in the fourth place.
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
    matrix.reserve(n * n, isComplex: isComplex)
    absorption.reserve(n * n, isComplex: isComplex)
    emission.reserve(n * n, isComplex: isComplex)
    let origin = Int32(potential.origin)
    for row in 0..<n {
      let base = strong[row] + origin
      // The lower triangle follows from the upper one: the matrices are Hermitian.
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

  /// Lets the weak beams act on the strong ones.
  ///
  /// A weak beam has the amplitude C_w = -Σ_h U_{w-h} C_h / (2K s_w). Put into the equations of the strong beams it
  /// changes their potential by -Σ_w U_{g-w} U_{w-h} / (2K s_w) (Bethe 1928); put into the density at the atoms, to
  /// first order, the emission by -Σ_w (S_{g-w} U_{w-h} + U_{g-w} S_{w-h}) / (2K s_w).
  private mutating func addWeakBeams(isComplex: Bool) {
    let (n, m) = (strongBeams, weakBeams)
    coupling.reserve(n * m, isComplex: isComplex)
    scaledCoupling.reserve(n * m, isComplex: isComplex)
    weakEmission.reserve(n * m, isComplex: isComplex)
    for column in 0..<m { weakErrors[column] = 1 / (2 * potential.wavenumber * weakErrors[column]) }
    let origin = Int32(potential.origin)
    for row in 0..<n {
      let base = strong[row] + origin
      for column in 0..<m {
        let entry = potential.table[Int(base - weak[column])]
        let place = row * m + column
        coupling.real[place] = entry[0]
        scaledCoupling.real[place] = entry[0] * weakErrors[column]
        weakEmission.real[place] = entry[4]
        if isComplex {
          coupling.imaginary[place] = entry[1]
          scaledCoupling.imaginary[place] = entry[1] * weakErrors[column]
          weakEmission.imaginary[place] = entry[5]
        }
      }
    }
    func subtract(_ first: [Float], _ second: [Float], from result: inout [Float], scale: Float) {
      unsafe cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        Int32(n),
        Int32(n),
        Int32(m),
        -scale,
        first,
        Int32(m),
        second,
        Int32(m),
        1,
        &result,
        Int32(n)
      )
    }
    subtract(scaledCoupling.real, coupling.real, from: &matrix.real, scale: 1)
    subtract(scaledCoupling.real, weakEmission.real, from: &emission.real, scale: 1)
    subtract(weakEmission.real, scaledCoupling.real, from: &emission.real, scale: 1)
    guard isComplex else { return }
    subtract(scaledCoupling.imaginary, coupling.imaginary, from: &matrix.real, scale: 1)
    subtract(scaledCoupling.imaginary, coupling.real, from: &matrix.imaginary, scale: 1)
    subtract(scaledCoupling.real, coupling.imaginary, from: &matrix.imaginary, scale: -1)
    subtract(scaledCoupling.imaginary, weakEmission.imaginary, from: &emission.real, scale: 1)
    subtract(weakEmission.imaginary, scaledCoupling.imaginary, from: &emission.real, scale: 1)
    subtract(scaledCoupling.imaginary, weakEmission.real, from: &emission.imaginary, scale: 1)
    subtract(scaledCoupling.real, weakEmission.imaginary, from: &emission.imaginary, scale: -1)
    subtract(weakEmission.imaginary, scaledCoupling.real, from: &emission.imaginary, scale: 1)
    subtract(weakEmission.real, scaledCoupling.imaginary, from: &emission.imaginary, scale: -1)
  }

  // MARK: Waves

  /// The Bloch waves in the basis of beams, as rows: eigenvectors in the Krylov basis times that basis.
  private mutating func findBlochWaves() {
    let (n, m) = (Int32(strongBeams), Int32(waves))
    let isComplex = !potential.isReal
    if rotation.count < waves * waves { rotation = [Float](repeating: 0, count: waves * waves) }
    for index in 0..<waves * waves { rotation[index] = Float(basis.eigenvectors[index]) }
    bloch.reserve(waves * strongBeams, isComplex: isComplex)
    unsafe cblas_sgemm(
      CblasRowMajor,
      CblasNoTrans,
      CblasNoTrans,
      m,
      n,
      m,
      1,
      rotation,
      m,
      basis.real,
      n,
      0,
      &bloch.real,
      n
    )
    if isComplex {
      unsafe cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        m,
        n,
        m,
        1,
        rotation,
        m,
        basis.imaginary,
        n,
        0,
        &bloch.imaginary,
        n
      )
    }
  }

  /// Applies a Hermitian matrix to each Bloch wave, into `product`.
  private mutating func apply(_ planes: ComplexPlanes) {
    let (n, m) = (Int32(strongBeams), Int32(waves))
    product.reserve(waves * strongBeams, isComplex: !potential.isReal)
    func multiply(
      _ rows: [Float],
      _ matrix: [Float],
      scale: Float,
      keeping: Float,
      into result: inout [Float]
    ) {
      unsafe cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        m,
        n,
        n,
        scale,
        rows,
        n,
        matrix,
        n,
        keeping,
        &result,
        n
      )
    }
    multiply(bloch.real, planes.real, scale: 1, keeping: 0, into: &product.real)
    guard !potential.isReal else { return }
    // The imaginary part is antisymmetric: a row times it is minus the matrix times the column.
    multiply(bloch.imaginary, planes.imaginary, scale: 1, keeping: 1, into: &product.real)
    multiply(bloch.imaginary, planes.real, scale: 1, keeping: 0, into: &product.imaginary)
    multiply(bloch.real, planes.imaginary, scale: -1, keeping: 1, into: &product.imaginary)
  }

  /// Puts what a Hermitian matrix of beams becomes between the Bloch waves into `density`.
  private mutating func findOverlaps(of planes: ComplexPlanes) {
    apply(planes)
    let (rows, columns) = (Int32(waves), Int32(strongBeams))
    density.reserve(waves * waves, isComplex: !potential.isReal)
    func overlap(
      _ first: [Float],
      _ second: [Float],
      scale: Float,
      keeping: Float,
      into result: inout [Float]
    ) {
      unsafe cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        rows,
        rows,
        columns,
        scale,
        first,
        columns,
        second,
        columns,
        keeping,
        &result,
        rows
      )
    }
    overlap(bloch.real, product.real, scale: 1, keeping: 0, into: &density.real)
    guard !potential.isReal else { return }
    overlap(bloch.imaginary, product.imaginary, scale: 1, keeping: 1, into: &density.real)
    overlap(bloch.real, product.imaginary, scale: 1, keeping: 0, into: &density.imaginary)
    overlap(bloch.imaginary, product.real, scale: -1, keeping: 1, into: &density.imaginary)
  }

  // MARK: Depth

  private mutating func sumOverDepth() -> Float {
    let m = waves
    let isComplex = !potential.isReal
    let perWavenumber = Float.pi / potential.wavenumber
    findOverlaps(of: absorption)
    swap(&density, &losses)
    findOverlaps(of: emission)
    for place in 0..<m * m {
      losses.real[place] *= perWavenumber
      if isComplex { losses.imaginary[place] *= perWavenumber }
    }
    decays.removeAll(keepingCapacity: true)
    for wave in 0..<m {
      decays.append(losses.real[wave * m + wave] - perWavenumber * potential.meanAbsorption)
      losses.real[wave * m + wave] = 0
    }

    // The populations ψ_j ψ_k* at the surface: each wave has its amplitude in the direct beam, the first vector of
    // the Krylov basis. The profile z exp(-z/ζ) is the integral over exp(-z/ζ), twice.
    populations.reserve(m * m, isComplex: true)
    for first in 0..<m {
      for second in 0..<m {
        populations.real[first * m + second] = rotation[first * m] * rotation[second * m]
        populations.imaginary[first * m + second] = 0
      }
    }
    integrateOverDepth(perWavenumber: perWavenumber)
    integrateOverDepth(perWavenumber: perWavenumber)

    var total: Float = 0
    for place in 0..<m * m {
      total += density.real[place] * populations.real[place]
      // S_jk and its transposed partner ψ_k ψ_j*: the imaginary part changes sign with the order.
      if isComplex { total += density.imaginary[place] * populations.imaginary[place] }
    }
    return total
  }

  /// Replaces the populations by the mean over depth, weighted by exp(-z/ζ)/ζ, of what they become below.
  ///
  /// R_jk (1 + (d_j + d_k - i (γ_j - γ_k) …) ζ) = P_jk - ζ (QR + RQ)_jk, with d the decay of each wave and Q the
  /// absorption that couples different waves, which is small: two rounds of iteration suffice.
  private mutating func integrateOverDepth(perWavenumber: Float) {
    let m = waves
    let depth = Float(depth.mostProbableDepth)
    source.real = populations.real
    source.imaginary = populations.imaginary
    for round in 0...2 {
      if round > 0 { coupleWaves() }
      for first in 0..<m {
        for second in first..<m {
          let place = first * m + second
          let transposed = second * m + first
          var (real, imaginary) = (source.real[place], source.imaginary[place])
          if round > 0 {
            real -= depth * (coupled.real[place] + coupled.real[transposed])
            imaginary -= depth * (coupled.imaginary[place] - coupled.imaginary[transposed])
          }
          let phase = Float(basis.eigenvalues[first] - basis.eigenvalues[second]) * perWavenumber
          // A wave that gained more than the profile loses would come from any depth; it is held back.
          let a = max(0.2, 1 + (decays[first] + decays[second]) * depth)
          let b = -phase * depth
          let scale = 1 / (a * a + b * b)
          let value = ((real * a + imaginary * b) * scale, (imaginary * a - real * b) * scale)
          populations.real[place] = value.0
          populations.imaginary[place] = value.1
          populations.real[transposed] = value.0
          populations.imaginary[transposed] = -value.1
        }
      }
    }
  }

  /// The product QR of the losses between waves and the populations.
  private mutating func coupleWaves() {
    let m = Int32(waves)
    coupled.reserve(waves * waves, isComplex: true)
    func multiply(
      _ first: [Float],
      _ second: [Float],
      scale: Float,
      keeping: Float,
      into result: inout [Float]
    ) {
      unsafe cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        m,
        m,
        m,
        scale,
        first,
        m,
        second,
        m,
        keeping,
        &result,
        m
      )
    }
    multiply(losses.real, populations.real, scale: 1, keeping: 0, into: &coupled.real)
    multiply(losses.real, populations.imaginary, scale: 1, keeping: 0, into: &coupled.imaginary)
    guard !potential.isReal else { return }
    multiply(losses.imaginary, populations.imaginary, scale: -1, keeping: 1, into: &coupled.real)
    multiply(losses.imaginary, populations.real, scale: 1, keeping: 1, into: &coupled.imaginary)
  }
}

/// Real and imaginary parts, each in an array of its own; the second stays empty for real matrices.
struct ComplexPlanes {
  var real: [Float] = []
  var imaginary: [Float] = []

  /// Makes room for at least `count` elements, whose values are then anything.
  mutating func reserve(_ count: Int, isComplex: Bool) {
    if real.count < count { real = [Float](repeating: 0, count: count) }
    if isComplex, imaginary.count < count { imaginary = [Float](repeating: 0, count: count) }
  }
}
