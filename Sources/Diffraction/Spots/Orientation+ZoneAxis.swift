import Crystallography
import Foundation

extension Orientation {
  /// The orientation with a zone axis antiparallel to the electron beam, up to a tilt.
  ///
  /// The beam travels along z of the laboratory frame. By the convention of electron microscopy the axis points to the
  /// source, along -z.
  ///
  /// - Parameters:
  ///   - axis: the zone axis, not [0 0 0].
  ///   - cell: the unit cell of the zone axis.
  ///   - rotation: the rotation of the crystal about the beam, in degrees.
  ///   - tilt: the angle between the axis and -z, in degrees.
  ///   - azimuth: the direction of the tilt, in degrees from x to y.
  public init(zoneAxis axis: ZoneAxis, of cell: UnitCell, rotation: Double = 0, tilt: Double = 0, azimuth: Double = 0) {
    let direction = axis.direction(in: cell)
    // The shortest rotation onto -z has the axis direction × -z.
    let cosine = -direction.z
    let onto =
      cosine > -1 + 1e-12
      ? Quaternion(w: 1 + cosine, vector: direction.cross([0, 0, -1])) : Quaternion(w: 0, vector: [1, 0, 0])
    let about = Quaternion(degrees: rotation, axis: [0, 0, 1])
    let angle = azimuth * .pi / 180
    let away = Quaternion(degrees: tilt, axis: [sin(angle), -cos(angle), 0])
    let product = away * (about * onto)
    self.init(w: product.w, vector: product.vector)
  }
}

/// A quaternion of any length.
private struct Quaternion {
  var w: Double
  var vector: Vector3

  init(w: Double, vector: Vector3) { (self.w, self.vector) = (w, vector) }

  /// The rotation by an angle about an axis of length 1.
  init(degrees: Double, axis: Vector3) {
    let half = degrees * .pi / 360
    self.init(w: cos(half), vector: sin(half) * axis)
  }

  /// The rotation `second` followed by `first`.
  static func * (first: Self, second: Self) -> Self {
    Self(
      w: first.w * second.w - first.vector.dot(second.vector),
      vector: first.w * second.vector + second.w * first.vector + first.vector.cross(second.vector)
    )
  }
}
