/// A check of the eigenvalues and eigenvectors of real symmetric tridiagonal matrices by plain sums.
struct TridiagonalCheck {
  /// The routine under test: eigenvalues in ascending order and eigenvectors, consecutive; nil if it fails.
  let solve: (_ diagonal: [Double], _ offDiagonal: [Double]) -> (eigenvalues: [Double], eigenvectors: [Double])?

  /// The orders; LAPACK divides matrices of more than 25 rows.
  static let orders = [1, 2, 5, 26, 61, 130]

  /// True if T z = λ z and the vectors are orthonormal, within the rounding errors of the method.
  func holds() -> Bool { Self.orders.allSatisfy(holds) }

  private func holds(_ n: Int) -> Bool {
    let d = MatrixProductCheck<Double>.numbers(n, seed: 4)
    let e = MatrixProductCheck<Double>.numbers(n - 1, seed: 5)
    guard let (values, vectors) = solve(d, e), values.count == n, vectors.count == n * n else { return false }
    // The norm of T is at most 3; the errors grow with the order.
    let bound = 30 * Double(n) * Double.ulpOfOne
    guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else { return false }
    for first in 0..<n {
      let start = first * n
      for row in 0..<n {
        var sum = (d[row] - values[first]) * vectors[start + row]
        if row > 0 { sum += e[row - 1] * vectors[start + row - 1] }
        if row < n - 1 { sum += e[row] * vectors[start + row + 1] }
        guard abs(sum) <= bound else { return false }
      }
      for second in first..<n {
        var product = first == second ? -1.0 : 0
        for row in 0..<n { product += vectors[start + row] * vectors[second * n + row] }
        guard abs(product) <= bound else { return false }
      }
    }
    return true
  }
}
