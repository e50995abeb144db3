import Foundation

extension UnitCell {
  /// Creates the cell that three vectors span, the columns of a matrix in Å, in whatever frame.
  ///
  /// - Throws: `CrystalError.impossibleCell` where they lie in a plane.
  public init(spannedBy vectors: Matrix3) throws(CrystalError) {
    try self.init(metric: vectors.transposed * vectors)
  }

  /// Creates the cell of a metric tensor **a**ᵢ · **a**ⱼ in Å².
  init(metric: Matrix3) throws(CrystalError) {
    let lengths = Vector3(metric[0, 0], metric[1, 1], metric[2, 2]).squareRoot()
    func angle(_ i: Int, _ j: Int) -> Double {
      let cosine = metric[i, j] / (lengths[i] * lengths[j])
      // acos(-½) is not 120° to the last digit.
      return (acos(min(1, max(-1, cosine))) * 180 / .pi * 1e10).rounded() / 1e10
    }
    try self.init(
      a: lengths.x,
      b: lengths.y,
      c: lengths.z,
      alpha: angle(1, 2),
      beta: angle(0, 2),
      gamma: angle(0, 1)
    )
  }
}
