import COpenBLAS

/// The eigenvectors of a Hermitian matrix that a start vector e₀ excites, found by Lanczos' method.
///
/// C. Lanczos, J. Res. Natl. Bur. Stand. 45, 255 (1950), with full reorthogonalisation. The incident beam is one
/// unit vector, and its depth a few extinction distances, so that a basis of some tens of vectors describes the
/// waves as well as all eigenvectors do (Y. Saad, SIAM J. Numer. Anal. 29, 209, 1992), at a cost of n² for each
/// vector instead of n³. Where the basis reaches n, or nothing new is excited, the result is exact.
///
/// Memory is kept from one use to the next: one for each worker.
struct LanczosBasis {
  /// The number of vectors.
  private(set) var count = 0
  /// The real parts of the vectors, one after another, each of `n` scalars.
  private(set) var real: [Float] = []
  /// Their imaginary parts; empty for a real matrix.
  private(set) var imaginary: [Float] = []
  /// The eigenvalues of the matrix in the basis.
  private(set) var eigenvalues: [Double] = []
  /// The eigenvectors in the basis, one after another, each of `count` scalars; all real.
  private(set) var eigenvectors: [Double] = []

  private var diagonal: [Double] = []
  private var offDiagonal: [Double] = []
  private var work: [Double] = []
  private var integerWork: [Int32] = []
  private var productReal: [Float] = []
  private var productImaginary: [Float] = []
  private var overlapReal: [Float] = []
  private var overlapImaginary: [Float] = []

  /// Builds the basis of a matrix of n × n, by rows, of which both triangles are given.
  ///
  /// - Parameters:
  ///   - matrixReal: the real part, symmetric.
  ///   - matrixImaginary: the imaginary part, antisymmetric; nil for a real matrix.
  ///   - n: the number of rows.
  ///   - limit: the greatest number of vectors.
  mutating func build(
    matrixReal: UnsafePointer<Float>,
    matrixImaginary: UnsafePointer<Float>?,
    n: Int,
    limit: Int
  ) {
    let limit = min(limit, n)
    grow(n: n, limit: limit, isComplex: unsafe matrixImaginary != nil)
    diagonal.removeAll(keepingCapacity: true)
    offDiagonal.removeAll(keepingCapacity: true)
    for index in 0..<n { real[index] = 0 }
    real[0] = 1
    if unsafe matrixImaginary != nil { for index in 0..<n { imaginary[index] = 0 } }
    count = 1
    var greatest: Float = 0
    while true {
      let last = count - 1
      unsafe multiply(matrixReal, matrixImaginary, n: n, vector: last)
      diagonal.append(Double(removeOverlaps(n: n, last: last)))
      // Twice is enough (Parlett): single precision leaves a rest.
      _ = removeOverlaps(n: n, last: last)
      let norm = productNorm(n)
      greatest = max(greatest, norm, abs(Float(diagonal[last])))
      guard count < limit, norm > 1e-5 * greatest else { break }
      offDiagonal.append(Double(norm))
      store(n: n, scale: 1 / norm)
    }
    solve()
  }

  private mutating func grow(n: Int, limit: Int, isComplex: Bool) {
    func extend<Scalar: Numeric>(_ array: inout [Scalar], to size: Int) {
      if array.count < size { array += [Scalar](repeating: 0, count: size - array.count) }
    }
    extend(&real, to: n * limit)
    extend(&productReal, to: n)
    extend(&overlapReal, to: limit)
    if isComplex {
      extend(&imaginary, to: n * limit)
      extend(&productImaginary, to: n)
      extend(&overlapImaginary, to: limit)
    } else if !imaginary.isEmpty {
      imaginary = []
      productImaginary = []
    }
    extend(&eigenvectors, to: limit * limit)
  }

  private mutating func multiply(
    _ matrixReal: UnsafePointer<Float>,
    _ matrixImaginary: UnsafePointer<Float>?,
    n: Int,
    vector: Int
  ) {
    let size = Int32(n)
    func product(
      _ matrix: UnsafePointer<Float>,
      _ vector: [Float],
      from start: Int,
      scale: Float,
      into result: inout [Float],
      keeping: Float
    ) {
      unsafe vector.withUnsafeBufferPointer { source in
        guard let base = source.baseAddress else { return }
        unsafe cblas_sgemv(
          CblasRowMajor,
          CblasNoTrans,
          size,
          size,
          scale,
          matrix,
          size,
          base + start,
          1,
          keeping,
          &result,
          1
        )
      }
    }
    let start = vector * n
    unsafe product(matrixReal, real, from: start, scale: 1, into: &productReal, keeping: 0)
    guard let matrixImaginary = unsafe matrixImaginary else { return }
    unsafe product(
      matrixImaginary,
      imaginary,
      from: start,
      scale: -1,
      into: &productReal,
      keeping: 1
    )
    unsafe product(
      matrixReal,
      imaginary,
      from: start,
      scale: 1,
      into: &productImaginary,
      keeping: 0
    )
    unsafe product(
      matrixImaginary,
      real,
      from: start,
      scale: 1,
      into: &productImaginary,
      keeping: 1
    )
  }

  /// Takes from the product what lies along the basis; returns the part along the last vector.
  private mutating func removeOverlaps(n: Int, last: Int) -> Float {
    let (rows, size) = (Int32(last + 1), Int32(n))
    let isComplex = !imaginary.isEmpty
    unsafe cblas_sgemv(
      CblasRowMajor,
      CblasNoTrans,
      rows,
      size,
      1,
      real,
      size,
      productReal,
      1,
      0,
      &overlapReal,
      1
    )
    if isComplex {
      unsafe cblas_sgemv(
        CblasRowMajor,
        CblasNoTrans,
        rows,
        size,
        1,
        imaginary,
        size,
        productImaginary,
        1,
        1,
        &overlapReal,
        1
      )
      unsafe cblas_sgemv(
        CblasRowMajor,
        CblasNoTrans,
        rows,
        size,
        1,
        real,
        size,
        productImaginary,
        1,
        0,
        &overlapImaginary,
        1
      )
      unsafe cblas_sgemv(
        CblasRowMajor,
        CblasNoTrans,
        rows,
        size,
        -1,
        imaginary,
        size,
        productReal,
        1,
        1,
        &overlapImaginary,
        1
      )
    }
    unsafe cblas_sgemv(
      CblasRowMajor,
      CblasTrans,
      rows,
      size,
      -1,
      real,
      size,
      overlapReal,
      1,
      1,
      &productReal,
      1
    )
    if isComplex {
      unsafe cblas_sgemv(
        CblasRowMajor,
        CblasTrans,
        rows,
        size,
        1,
        imaginary,
        size,
        overlapImaginary,
        1,
        1,
        &productReal,
        1
      )
      unsafe cblas_sgemv(
        CblasRowMajor,
        CblasTrans,
        rows,
        size,
        -1,
        imaginary,
        size,
        overlapReal,
        1,
        1,
        &productImaginary,
        1
      )
      unsafe cblas_sgemv(
        CblasRowMajor,
        CblasTrans,
        rows,
        size,
        -1,
        real,
        size,
        overlapImaginary,
        1,
        1,
        &productImaginary,
        1
      )
    }
    return overlapReal[last]
  }

  private func productNorm(_ n: Int) -> Float {
    let size = Int32(n)
    var sum = unsafe cblas_sdot(size, productReal, 1, productReal, 1)
    if !imaginary.isEmpty {
      sum += unsafe cblas_sdot(size, productImaginary, 1, productImaginary, 1)
    }
    return sum.squareRoot()
  }

  private mutating func store(n: Int, scale: Float) {
    let start = count * n
    for index in 0..<n { real[start + index] = productReal[index] * scale }
    if !imaginary.isEmpty {
      for index in 0..<n { imaginary[start + index] = productImaginary[index] * scale }
    }
    count += 1
  }

  /// Eigenvalues and eigenvectors of the tridiagonal matrix that the basis makes of the matrix.
  private mutating func solve() {
    eigenvalues = diagonal
    var size = Int32(count)
    var workSize = Int32(1 + 4 * count + count * count)
    var integerWorkSize = Int32(3 + 5 * count)
    if work.count < Int(workSize) { work = [Double](repeating: 0, count: Int(workSize)) }
    if integerWork.count < Int(integerWorkSize) {
      integerWork = [Int32](repeating: 0, count: Int(integerWorkSize))
    }
    offDiagonal.append(0)  // LAPACK wants room for one more
    var info: Int32 = 0
    unsafe dstevd_(
      "V",
      &size,
      &eigenvalues,
      &offDiagonal,
      &eigenvectors,
      &size,
      &work,
      &workSize,
      &integerWork,
      &integerWorkSize,
      &info,
      1
    )
    precondition(info == 0, "LAPACK's dstevd found no eigenvalues (info \(info))")
  }
}
