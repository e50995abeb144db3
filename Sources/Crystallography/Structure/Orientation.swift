import RandomNumbers

/// The orientation of a crystal: the rotation from the Cartesian crystal frame to the laboratory frame.
///
/// A unit quaternion w + x i + y j + z k. A vector with the coordinates **v** in the crystal frame has
/// the coordinates R **v** in the laboratory frame.
public struct Orientation: Sendable, Hashable, Codable {
  /// The real part.
  public let w: Double
  /// The imaginary parts: sin(ω/2) times the axis of a rotation by ω.
  public let vector: Vector3

  /// The orientation in which both frames coincide.
  public static let identity = Orientation(w: 1, vector: .zero)

  /// Creates an orientation from a quaternion, which is normalised; it must not be 0.
  public init(w: Double, vector: Vector3) {
    let length = (w * w + vector.dot(vector)).squareRoot()
    self.w = w / length
    self.vector = vector / length
  }

  /// Draws an orientation uniformly from SO(3).
  ///
  /// Four independent normal numbers are uniform in direction (Muller, Commun. ACM 2, 19, 1959).
  public init(uniformlyUsing generator: inout some RandomNumberGenerator) {
    let w = Double(generator.normal())
    self.init(w: w, vector: [Double(generator.normal()), Double(generator.normal()), Double(generator.normal())])
  }

  /// The rotation matrix R: **v** in the laboratory frame is R times **v** in the crystal frame.
  public var matrix: Matrix3 {
    let (x, y, z) = (vector.x, vector.y, vector.z)
    return Matrix3(
      rows: [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
      [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
      [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]
    )
  }
}
