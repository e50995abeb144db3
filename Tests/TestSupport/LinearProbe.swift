/// A linear classifier that shows what numbers tell about classes: ridge regression, cross-validated.
///
/// A. E. Hoerl and R. W. Kennard, Technometrics 12, 55 (1970), in its dual form, as examples are fewer than numbers.
public enum LinearProbe {
  /// The number of examples whose class is right if their group is left out of the training.
  ///
  /// - Parameters:
  ///   - examples: the numbers of each example.
  ///   - labels: the classes.
  ///   - groups: the group of each example; groups are left out one after the other.
  /// - Returns: the number of right answers.
  public static func right(_ examples: [[Double]], labels: [Int], groups: [Int]) -> Int {
    let count = examples.count
    let means = examples[0].indices.map { feature in examples.reduce(0) { $0 + $1[feature] } / Double(count) }
    let centred = examples.map { zip($0, means).map { $0 - $1 } }
    var products = centred.map { a in centred.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    let trace = (0..<count).reduce(0) { $0 + products[$1][$1] } / Double(count)
    for row in 0..<count { for column in 0..<count { products[row][column] /= trace } }
    let classes = Set(labels).sorted()
    return Set(groups).reduce(0) { sum, group in
      let known = (0..<count).filter { groups[$0] != group }
      let matrix = known.map { row in known.map { products[row][$0] + (row == $0 ? 1 : 0) } }
      let targets = known.map { row in classes.map { (labels[row] == $0 ? 1 : 0) - 1 / Double(classes.count) } }
      let weights = solve(matrix, targets)
      return sum
        + (0..<count).count { example in
          guard groups[example] == group else { return false }
          let scores = classes.indices.map { own in
            zip(known, weights).reduce(0) { $0 + products[example][$1.0] * $1.1[own] }
          }
          return scores.indices.max { scores[$0] < scores[$1] }.map { classes[$0] } == labels[example]
        }
    }
  }

  /// The solutions of linear equations of a positive definite matrix, by Gaussian elimination.
  private static func solve(_ matrix: [[Double]], _ right: [[Double]]) -> [[Double]] {
    var (matrix, right) = (matrix, right)
    let count = matrix.count
    for pivot in 0..<count {
      for row in pivot + 1..<max(count, pivot + 1) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        guard factor != 0 else { continue }
        for column in pivot..<count { matrix[row][column] -= factor * matrix[pivot][column] }
        for column in right[row].indices { right[row][column] -= factor * right[pivot][column] }
      }
    }
    for row in (0..<count).reversed() {
      for column in right[row].indices {
        let known = (row + 1..<max(count, row + 1)).reduce(0) { $0 + matrix[row][$1] * right[$1][column] }
        right[row][column] = (right[row][column] - known) / matrix[row][row]
      }
    }
    return right
  }
}
