/// Three Cartesian or fractional coordinates.
public typealias Vector3 = SIMD3<Double>

extension SIMD3<Double> {
  /// The dot product.
  public func dot(_ other: Vector3) -> Double { (self * other).sum() }

  /// The cross product.
  public func cross(_ other: Vector3) -> Vector3 {
    [y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x]
  }

  /// The length.
  public var length: Double { dot(self).squareRoot() }

  /// The unit vector in the same direction; NaN for the zero vector.
  public var normalized: Vector3 { self / length }
}

extension Vector3 {
  /// The equivalent fractional position in the cell at the origin: coordinates in 0 ..< 1.
  ///
  /// Coordinates within 10⁻⁹ below 1 become 0, so that rounding errors do not move an atom across the cell.
  var inCell: Vector3 {
    var wrapped = self - rounded(.down)
    for axis in 0..<3 where wrapped[axis] > 1 - 1e-9 { wrapped[axis] = 0 }
    return wrapped
  }

  /// The shortest of the fractional vectors that differ by lattice vectors, if the cell is not too oblique.
  var nearestImage: Vector3 { self - rounded(.toNearestOrEven) }
}
