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
/// Weak beams act through Bethe's potentials, absorption by first-order perturbation of the eigenvalues. The
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
  private var basis = KrylovBasis()
  private var rotation: [Float] = []
  private var bloch = ComplexPlanes()
  private var product = ComplexPlanes()
  private var density = ComplexPlanes()

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
    unsafe beams.withUnsafeBufferPointer { beams in
      excitationErrors.withUnsafeMutableBufferPointer { errors in
        for index in unsafe beams.indices {
          let g = unsafe beams[index].vector
          let along = g.x * k.x + g.y * k.y + g.z * k.z
          // |g|² travels in the fourth place.
          unsafe errors[index] = -(2 * wavenumber * along + g.w) / (2 * (wavenumber + along))
        }
      }
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
    if weakBeams > 0 { addBethePotentials(isComplex: isComplex) }
  }

  /// Subtracts Σ_w U_{g-w} U_{w-h} / (2K s_w) from the matrix.
  private mutating func addBethePotentials(isComplex: Bool) {
    let (n, m) = (strongBeams, weakBeams)
    coupling.reserve(n * m, isComplex: isComplex)
    scaledCoupling.reserve(n * m, isComplex: isComplex)
    for column in 0..<m { weakErrors[column] = 1 / (2 * potential.wavenumber * weakErrors[column]) }
    let origin = Int32(potential.origin)
    for row in 0..<n {
      let base = strong[row] + origin
      for column in 0..<m {
        let entry = potential.table[Int(base - weak[column])]
        let place = row * m + column
        coupling.real[place] = entry[0]
        scaledCoupling.real[place] = entry[0] * weakErrors[column]
        if isComplex {
          coupling.imaginary[place] = entry[1]
          scaledCoupling.imaginary[place] = entry[1] * weakErrors[column]
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
    if isComplex {
      subtract(scaledCoupling.imaginary, coupling.imaginary, from: &matrix.real, scale: 1)
      subtract(scaledCoupling.imaginary, coupling.real, from: &matrix.imaginary, scale: 1)
      subtract(scaledCoupling.real, coupling.imaginary, from: &matrix.imaginary, scale: -1)
    }
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

  private mutating func sumOverDepth() -> Float {
    let (n, m) = (strongBeams, waves)
    let isComplex = !potential.isReal
    let perWavenumber = Float.pi / potential.wavenumber

    apply(absorption)
    var decays = [Float](repeating: 0, count: m)
    for wave in 0..<m {
      var sum: Float = 0
      for index in wave * n..<(wave + 1) * n { sum += bloch.real[index] * product.real[index] }
      if isComplex {
        for index in wave * n..<(wave + 1) * n {
          sum += bloch.imaginary[index] * product.imaginary[index]
        }
      }
      decays[wave] = perWavenumber * (sum - potential.meanAbsorption)
    }

    apply(emission)
    density.reserve(m * m, isComplex: isComplex)
    let (rows, columns) = (Int32(m), Int32(n))
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
    if isComplex {
      overlap(bloch.imaginary, product.imaginary, scale: 1, keeping: 1, into: &density.real)
      overlap(bloch.real, product.imaginary, scale: 1, keeping: 0, into: &density.imaginary)
      overlap(bloch.imaginary, product.real, scale: -1, keeping: 1, into: &density.imaginary)
    }

    var total: Float = 0
    for first in 0..<m {
      // The excitation of a wave is its amplitude in the direct beam, the first component of the Krylov basis.
      let amplitude = rotation[first * m]
      let own = depth.mean(phase: 0, decay: 2 * decays[first]).real
      total += amplitude * amplitude * own * density.real[first * m + first]
      for second in first + 1..<max(m, first + 1) {
        let phase = Float(basis.eigenvalues[second] - basis.eigenvalues[first]) * perWavenumber
        let mean = depth.mean(phase: phase, decay: decays[first] + decays[second])
        var part = mean.real * density.real[first * m + second]
        if isComplex { part -= mean.imaginary * density.imaginary[first * m + second] }
        total += 2 * amplitude * rotation[second * m] * part
      }
    }
    return total
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
