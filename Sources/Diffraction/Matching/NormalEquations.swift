/// Solutions of the normal equations of least squares.
enum NormalEquations {
  /// Solves (A + damping diag A) x = b by Cholesky factorisation.
  ///
  /// - Parameters:
  ///   - a: a symmetric matrix, row by row; the upper triangle is not read.
  ///   - damping: the damping of the Levenberg–Marquardt method.
  ///   - sides: right-hand sides b.
  /// - Returns: a solution x for each right-hand side; nil if the matrix is not positive definite.
  static func solve(_ a: [[Double]], damping: Double, _ sides: [[Double]]) -> [[Double]]? {
    let count = a.count
    var factor = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in 0..<count {
      for column in 0...row {
        let sum = (0..<column).reduce(0) { $0 + factor[row][$1] * factor[column][$1] }
        let element = a[row][column] * (row == column ? 1 + damping : 1) - sum
        if row == column {
          guard element > 1e-12 else { return nil }
          factor[row][row] = element.squareRoot()
        } else {
          factor[row][column] = element / factor[column][column]
        }
      }
    }
    return sides.map { b in
      var x = b
      for row in 0..<count {
        x[row] = (b[row] - (0..<row).reduce(0) { $0 + factor[row][$1] * x[$1] }) / factor[row][row]
      }
      for row in (0..<count).reversed() {
        x[row] = (x[row] - (row + 1..<count).reduce(0) { $0 + factor[$1][row] * x[$1] }) / factor[row][row]
      }
      return x
    }
  }
}
