import Foundation

extension Orientation {
  /// Two rotations, the second one first.
  public static func * (first: Orientation, second: Orientation) -> Orientation {
    Orientation(
      w: first.w * second.w - first.vector.dot(second.vector),
      vector: first.w * second.vector + second.w * first.vector + first.vector.cross(second.vector)
    )
  }

  /// The inverse rotation.
  public var inverse: Orientation { Orientation(w: w, vector: -vector) }

  /// The rotation by the length of a vector, in radians, about its direction.
  public init(rotationVector vector: Vector3) {
    let angle = vector.length
    // sin x / x is 1 near 0.
    self.init(w: cos(angle / 2), vector: angle < 1e-8 ? vector / 2 : sin(angle / 2) / angle * vector)
  }

  /// The orientation of a proper rotation matrix.
  ///
  /// The largest of the four components is taken from the diagonal, which keeps it accurate (S. W. Shepperd, J. Guid.
  /// Control 1, 223, 1978).
  public init(_ matrix: Matrix3) {
    let (x, y, z) = (matrix[0, 0], matrix[1, 1], matrix[2, 2])
    let candidates = [1 + x + y + z, 1 + x - y - z, 1 - x + y - z, 1 - x - y + z]
    let largest = candidates.indices.max { candidates[$0] < candidates[$1] } ?? 0
    let value = candidates[largest]
    let odd = Vector3(matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1])
    let (xy, xz, yz) = (
      matrix[0, 1] + matrix[1, 0], matrix[0, 2] + matrix[2, 0], matrix[1, 2] + matrix[2, 1]
    )
    switch largest {
    case 0: self.init(w: value, vector: odd)
    case 1: self.init(w: odd.x, vector: [value, xy, xz])
    case 2: self.init(w: odd.y, vector: [xy, value, yz])
    default: self.init(w: odd.z, vector: [xz, yz, value])
    }
  }

  /// The smallest angle in degrees between orientations of a crystal with these proper rotations.
  public func misorientation(from other: Orientation, symmetry: [Orientation] = []) -> Double {
    let difference = inverse * other
    let largest = symmetry.map { abs((difference * $0).w) }.max() ?? 0
    return 2 * acos(min(1, max(largest, abs(difference.w)))) * 180 / .pi
  }

  /// The Euler angles φ1, Φ, φ2 in degrees in Bunge's convention: 0 ≤ φ1, φ2 < 360 and 0 ≤ Φ ≤ 180.
  ///
  /// Bunge's rotations (z, x', z″) turn the sample frame into the crystal frame; these angles belong to the inverse of
  /// the rotation that this type holds. D. Rowenhorst et al., Modelling Simul. Mater. Sci. Eng. 23, 083501 (2015).
  public var bungeAngles: Vector3 {
    // The matrix g of Bunge takes sample coordinates to crystal coordinates.
    let g = matrix.transposed
    let tilt = acos(min(1, max(-1, g[2, 2])))
    func degrees(_ angle: Double) -> Double {
      let value = angle * 180 / .pi
      return value < 0 ? value + 360 : value
    }
    guard sin(tilt) > 1e-7 else {
      // Only the sum (Φ = 0) or difference of φ1 and φ2 is defined.
      return [degrees(atan2(g[0, 1], g[0, 0])), tilt * 180 / .pi, 0]
    }
    return [degrees(atan2(g[2, 0], -g[2, 1])), tilt * 180 / .pi, degrees(atan2(g[0, 2], g[1, 2]))]
  }
}

extension CrystalSymmetry {
  /// The proper rotations of the crystal's point group in the Cartesian frame of its cell.
  public func rotations(in cell: UnitCell) -> [Orientation] {
    pointOperations.filter(\.isProper).map { Orientation($0.cartesianRotation(in: cell)) }
  }
}
