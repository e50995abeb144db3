/// Three Cartesian or fractional coordinates.
public typealias Vector3 = SIMD3<Double>

extension SIMD3<Double> {
  /// The scalar product with another vector.
  public func dot(_ other: Vector3) -> Double { (self * other).sum() }

  /// The vector product with another vector.
  public func cross(_ other: Vector3) -> Vector3 {
    [
      y * other.z - z * other.y,
      z * other.x - x * other.z,
      x * other.y - y * other.x,
    ]
  }

  /// The length.
  public var length: Double { dot(self).squareRoot() }

  /// The vector of length 1 in the same direction; not a number for the null vector.
  public var normalized: Vector3 { self / length }
}
