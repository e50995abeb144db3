import Foundation

/// The unit cell of a crystal: three edges and the angles between them.
///
/// The Cartesian crystal frame has x along **a**, y in the plane of **a** and **b**, and z along **c***,
/// right-handed. Reciprocal vectors have no factor 2π: **a** · **a*** = 1. International
/// Tables for Crystallography B (2010), chapter 1.1.
public struct UnitCell: Sendable, Hashable {
  /// The edges a, b and c in Å.
  public let lengths: Vector3
  /// The angles α (b, c), β (a, c) and γ (a, b) in degrees.
  public let angles: Vector3
  /// The orientation matrix: the columns are **a**, **b** and **c** in the Cartesian frame, in Å.
  public let directMatrix: Matrix3
  /// The columns are **a***, **b*** and **c*** in the Cartesian frame, in Å⁻¹.
  public let reciprocalMatrix: Matrix3

  /// Creates a cell.
  ///
  /// - Parameters:
  ///   - a: the first edge in Å.
  ///   - b: the second edge in Å.
  ///   - c: the third edge in Å.
  ///   - alpha: the angle between b and c in degrees.
  ///   - beta: the angle between a and c in degrees.
  ///   - gamma: the angle between a and b in degrees.
  /// - Throws: `CrystalError.impossibleCell` if no cell has these edges and angles.
  public init(
    a: Double,
    b: Double,
    c: Double,
    alpha: Double = 90,
    beta: Double = 90,
    gamma: Double = 90
  ) throws(CrystalError) {
    func cosine(_ angle: Double) -> Double { angle == 90 ? 0 : cos(angle * .pi / 180) }
    let (ca, cb, cg) = (cosine(alpha), cosine(beta), cosine(gamma))
    let sg = (1 - cg * cg).squareRoot()
    let relativeVolumeSquared = 1 - ca * ca - cb * cb - cg * cg + 2 * ca * cb * cg
    let isPossible =
      [a, b, c].allSatisfy { $0.isFinite && $0 > 0 } && [alpha, beta, gamma].allSatisfy { $0 > 0 && $0 < 180 }
      && relativeVolumeSquared > 1e-6
    guard isPossible else { throw .impossibleCell(lengths: [a, b, c], angles: [alpha, beta, gamma]) }
    lengths = [a, b, c]
    angles = [alpha, beta, gamma]
    directMatrix = Matrix3(
      columns: [a, 0, 0],
      [b * cg, b * sg, 0],
      [c * cb, c * (ca - cb * cg) / sg, c * relativeVolumeSquared.squareRoot() / sg]
    )
    reciprocalMatrix = directMatrix.inverse.transposed
  }

  /// The volume in Å³.
  public var volume: Double { directMatrix.determinant }

  /// The metric tensor **a**ᵢ · **a**ⱼ in Å².
  public var metric: Matrix3 { directMatrix.transposed * directMatrix }

  /// The reciprocal metric tensor **a**ᵢ* · **a**ⱼ* in Å⁻².
  public var reciprocalMetric: Matrix3 { reciprocalMatrix.transposed * reciprocalMatrix }

  /// The reciprocal lattice vector of a plane in the Cartesian frame, in Å⁻¹.
  public func reciprocalVector(of index: MillerIndex) -> Vector3 { reciprocalMatrix * index.vector }

  /// The spacing of planes in Å; infinite for (0 0 0).
  public func spacing(of index: MillerIndex) -> Double { 1 / reciprocalVector(of: index).length }

  /// A lattice direction [uvw], or a position in fractions of the edges, in the Cartesian frame, in Å.
  public func cartesian(_ fractional: Vector3) -> Vector3 { directMatrix * fractional }
}

extension UnitCell {
  /// Creates the cell spanned by three vectors: the columns of a matrix in Å, in any frame.
  ///
  /// - Throws: `CrystalError.impossibleCell` if they are coplanar.
  public init(spannedBy vectors: Matrix3) throws(CrystalError) { try self.init(metric: vectors.transposed * vectors) }

  /// Creates the cell of a metric tensor **a**ᵢ · **a**ⱼ in Å².
  init(metric: Matrix3) throws(CrystalError) {
    let lengths = Vector3(metric[0, 0], metric[1, 1], metric[2, 2]).squareRoot()
    func angle(_ i: Int, _ j: Int) -> Double {
      let cosine = metric[i, j] / (lengths[i] * lengths[j])
      // acos(-½) is not 120° to the last digit.
      return (acos(min(1, max(-1, cosine))) * 180 / .pi * 1e10).rounded() / 1e10
    }
    try self.init(a: lengths.x, b: lengths.y, c: lengths.z, alpha: angle(1, 2), beta: angle(0, 2), gamma: angle(0, 1))
  }
}
