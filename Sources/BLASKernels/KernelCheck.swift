// One of the few files with unsafe code: the calls into OpenBLAS.
import COpenBLAS

/// The self-check of the kernels in use.
enum KernelCheck {
  /// The version of the check, which increases with each change of what it demands.
  static let version = 1

  /// A routine that ednet calls; the raw value is the exit status of a process that found it wrong.
  enum Routine: Int32, CaseIterable {
    case sgemm = 101
    case sgemv = 102
    case dgemm = 103
    case dstevd = 104
    case sdot = 105
  }

  /// Returns the first routine whose results differ from plain sums.
  static func failure() -> Routine? {
    Routine.allCases.first { !holds($0) }
  }

  private static func holds(_ routine: Routine) -> Bool {
    switch routine {
    case .sgemm: MatrixProductCheck<Float>(multiply: sgemm).holds()
    case .sgemv: MatrixProductCheck<Float>(multiply: sgemv).holds()
    case .dgemm: MatrixProductCheck<Double>(multiply: dgemm).holds()
    case .dstevd: TridiagonalCheck(solve: dstevd).holds()
    case .sdot: dotHolds()
    }
  }

  private static func transposition(_ isTransposed: Bool) -> EdnetTransposition {
    isTransposed ? EDNET_TRANSPOSED : EDNET_PLAIN
  }

  static func sgemm(_ product: MatrixProductCheck<Float>.Product, _ a: [Float], _ b: [Float], _ c: inout [Float]) {
    unsafe multiply(product, a, b, &c, ednet_sgemm)
  }

  static func dgemm(_ product: MatrixProductCheck<Double>.Product, _ a: [Double], _ b: [Double], _ c: inout [Double]) {
    unsafe multiply(product, a, b, &c, ednet_dgemm)
  }

  /// A routine of matrix products, as COpenBLAS declares it.
  private typealias Multiply<Scalar> = (
    EdnetTransposition, EdnetTransposition, Int32, Int32, Int32, Scalar, UnsafePointer<Scalar>?, Int32,
    UnsafePointer<Scalar>?, Int32, Scalar, UnsafeMutablePointer<Scalar>?, Int32
  ) -> Void

  private static func multiply<Scalar>(
    _ p: MatrixProductCheck<Scalar>.Product,
    _ a: [Scalar],
    _ b: [Scalar],
    _ c: inout [Scalar],
    _ routine: Multiply<Scalar>
  ) {
    let (transA, transB) = (transposition(p.isATransposed), transposition(p.isBTransposed))
    let (m, n, k) = (Int32(p.m), Int32(p.n), Int32(p.k))
    let (aStride, bStride, cStride) = (Int32(p.aStride), Int32(p.bStride), Int32(p.cStride))
    unsafe routine(transA, transB, m, n, k, p.scale, a, aStride, b, bStride, p.keeping, &c, cStride)
  }

  /// The product column by column, each a matrix times a vector.
  static func sgemv(_ p: MatrixProductCheck<Float>.Product, _ a: [Float], _ b: [Float], _ c: inout [Float]) {
    let (rows, columns) = p.isATransposed ? (p.k, p.m) : (p.m, p.k)
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        guard let b = b.baseAddress, let c = c.baseAddress else { return }
        for column in 0..<p.n {
          unsafe ednet_sgemv(
            transposition(p.isATransposed),
            Int32(rows),
            Int32(columns),
            p.scale,
            a,
            Int32(p.aStride),
            b + column * (p.isBTransposed ? p.bStride : 1),
            Int32(p.isBTransposed ? 1 : p.bStride),
            p.keeping,
            c + column,
            Int32(p.cStride)
          )
        }
      }
    }
  }

  private static func dotHolds() -> Bool {
    for count in [1, 7, 31, 64, 200, 1001] {
      let x = MatrixProductCheck<Float>.numbers(count, seed: 6)
      let y = MatrixProductCheck<Float>.numbers(count, seed: 7)
      var sum = 0.0, size = 0.0
      for index in 0..<count {
        sum += Double(x[index]) * Double(y[index])
        size += abs(Double(x[index]) * Double(y[index]))
      }
      let result = unsafe ednet_sdot(Int32(count), x, y)
      guard abs(Double(result) - sum) <= Double(count) * Double(Float.ulpOfOne) * size else { return false }
    }
    return true
  }

  static func dstevd(
    _ diagonal: [Double],
    _ offDiagonal: [Double]
  ) -> (eigenvalues: [Double], eigenvectors: [Double])? {
    let n = diagonal.count
    // LAPACK requires one more element.
    var (values, rest) = (diagonal, offDiagonal + [0])
    var vectors = [Double](repeating: .nan, count: n * n)
    var work = [Double](repeating: 0, count: 1 + 4 * n + n * n)
    var integers = [Int32](repeating: 0, count: 3 + 5 * n)
    let (workCount, integerCount) = (Int32(work.count), Int32(integers.count))
    let information = unsafe ednet_dstevd(
      Int32(n),
      &values,
      &rest,
      &vectors,
      Int32(n),
      &work,
      workCount,
      &integers,
      integerCount
    )
    return information == 0 ? (values, vectors) : nil
  }
}
