import COpenBLAS

/// The eigenvectors of a Hermitian matrix that overlap with the start vector e₀, by the Lanczos method.
///
/// C. Lanczos, J. Res. Natl. Bur. Stand. 45, 255 (1950), with full reorthogonalisation. The incident beam is one
/// unit vector and travels a few extinction distances, so a few tens of basis vectors describe the waves as well as all
/// eigenvectors do (Y. Saad, SIAM J. Numer. Anal. 29, 209, 1992), at a cost of n² per vector instead of n³ in total.
/// The result is exact if the basis reaches n vectors or the Krylov space is exhausted.
///
/// The value reuses its memory; use one per worker.
struct LanczosBasis {
  /// The vectors, one per row.
  private(set) var vectors = ComplexMatrix()
  /// The number of vectors.
  var count: Int { vectors.rows }
  /// The eigenvalues of the matrix in the basis.
  private(set) var eigenvalues: [Double] = []
  /// The eigenvectors in the basis, consecutive, each with `count` real components.
  private(set) var eigenvectors: [Double] = []

  private var diagonal: [Double] = []
  private var offDiagonal: [Double] = []
  private var work: [Double] = []
  private var integerWork: [Int32] = []
  private var productReal: [Float] = []
  private var productImaginary: [Float] = []
  private var overlapReal: [Float] = []
  private var overlapImaginary: [Float] = []

  /// Builds the basis of a Hermitian matrix.
  ///
  /// - Parameters:
  ///   - matrix: the matrix, with both triangles set.
  ///   - limit: the largest number of vectors.
  mutating func build(_ matrix: ComplexMatrix, limit: Int) {
    let n = matrix.rows
    let limit = min(limit, n)
    grow(n: n, limit: limit, isComplex: matrix.isComplex)
    diagonal.removeAll(keepingCapacity: true)
    offDiagonal.removeAll(keepingCapacity: true)
    for index in 0..<n { vectors.real[index] = 0 }
    vectors.real[0] = 1
    if matrix.isComplex { for index in 0..<n { vectors.imaginary[index] = 0 } }
    var greatest: Float = 0
    while true {
      let last = count - 1
      multiply(matrix, vector: last)
      diagonal.append(Double(removeOverlaps()))
      // A second pass removes the rounding errors (B. N. Parlett, The Symmetric Eigenvalue Problem, 1998).
      _ = removeOverlaps()
      let norm = productNorm(n)
      greatest = max(greatest, norm, abs(Float(diagonal[last])))
      guard count < limit, norm > 1e-5 * greatest else { break }
      offDiagonal.append(Double(norm))
      store(n: n, scale: 1 / norm)
    }
    solve()
  }

  /// Allocates memory for `limit` vectors and starts with one.
  private mutating func grow(n: Int, limit: Int, isComplex: Bool) {
    func extend<Scalar: Numeric>(_ array: inout [Scalar], to size: Int) {
      if array.count < size { array += [Scalar](repeating: 0, count: size - array.count) }
    }
    vectors.resize(rows: limit, columns: n, isComplex: isComplex)
    vectors.setRows(1)
    extend(&productReal, to: n)
    extend(&overlapReal, to: limit)
    if isComplex {
      extend(&productImaginary, to: n)
      extend(&overlapImaginary, to: limit)
    }
    extend(&eigenvectors, to: limit * limit)
  }

  private mutating func multiply(_ matrix: ComplexMatrix, vector: Int) {
    let start = vector * matrix.columns
    func rows(_ part: [Float]) -> MatrixRows { MatrixRows(elements: part, rows: matrix.rows, columns: matrix.columns) }
    let real = rows(matrix.real)
    real.multiply(vectors.real, from: start, scale: 1, keeping: 0, into: &productReal)
    guard matrix.isComplex else { return }
    let imaginary = rows(matrix.imaginary)
    imaginary.multiply(vectors.imaginary, from: start, scale: -1, keeping: 1, into: &productReal)
    real.multiply(vectors.imaginary, from: start, scale: 1, keeping: 0, into: &productImaginary)
    imaginary.multiply(vectors.real, from: start, scale: 1, keeping: 1, into: &productImaginary)
  }

  /// Removes the components along the basis from the product and returns the last one.
  private mutating func removeOverlaps() -> Float {
    func rows(_ part: [Float]) -> MatrixRows {
      MatrixRows(elements: part, rows: vectors.rows, columns: vectors.columns)
    }
    let real = rows(vectors.real)
    real.multiply(productReal, scale: 1, keeping: 0, into: &overlapReal)
    guard vectors.isComplex else {
      real.addTransposed(overlapReal, scale: -1, to: &productReal)
      return overlapReal[count - 1]
    }
    let imaginary = rows(vectors.imaginary)
    imaginary.multiply(productImaginary, scale: 1, keeping: 1, into: &overlapReal)
    real.multiply(productImaginary, scale: 1, keeping: 0, into: &overlapImaginary)
    imaginary.multiply(productReal, scale: -1, keeping: 1, into: &overlapImaginary)
    real.addTransposed(overlapReal, scale: -1, to: &productReal)
    imaginary.addTransposed(overlapImaginary, scale: 1, to: &productReal)
    imaginary.addTransposed(overlapReal, scale: -1, to: &productImaginary)
    real.addTransposed(overlapImaginary, scale: -1, to: &productImaginary)
    return overlapReal[count - 1]
  }

  private func productNorm(_ n: Int) -> Float {
    let size = Int32(n)
    var sum = unsafe ednet_sdot(size, productReal, productReal)
    if vectors.isComplex { sum += unsafe ednet_sdot(size, productImaginary, productImaginary) }
    return sum.squareRoot()
  }

  /// Appends the scaled product as the next vector.
  private mutating func store(n: Int, scale: Float) {
    let start = count * n
    vectors.setRows(count + 1)
    for index in 0..<n { vectors.real[start + index] = productReal[index] * scale }
    guard vectors.isComplex else { return }
    for index in 0..<n { vectors.imaginary[start + index] = productImaginary[index] * scale }
  }

  /// Solves the eigenvalue problem in the basis, where the matrix is tridiagonal.
  private mutating func solve() {
    eigenvalues = diagonal
    let size = Int32(count)
    let workSize = Int32(1 + 4 * count + count * count)
    let integerWorkSize = Int32(3 + 5 * count)
    if work.count < Int(workSize) { work = [Double](repeating: 0, count: Int(workSize)) }
    if integerWork.count < Int(integerWorkSize) { integerWork = [Int32](repeating: 0, count: Int(integerWorkSize)) }
    offDiagonal.append(0)  // LAPACK requires one more element
    let info = unsafe ednet_dstevd(
      size,
      &eigenvalues,
      &offDiagonal,
      &eigenvectors,
      size,
      &work,
      workSize,
      &integerWork,
      integerWorkSize
    )
    precondition(info == 0, "LAPACK's dstevd failed with info = \(info)")
  }
}
