import Crystallography
import Foundation

/// The equal-area map between a hemisphere and the square [-1, 1]².
///
/// D. Roşca, Astron. Astrophys. 520, A63 (2010), scaled so that the equator is the edge of the square. The
/// pole z = ±1 is at the centre; both hemispheres share x and y.
public enum SquareLambert {
  /// The direction in the northern hemisphere (z ≥ 0) for a point of the square.
  public static func direction(x: Double, y: Double) -> Vector3 {
    guard x != 0 || y != 0 else { return [0, 0, 1] }
    // `u` is the larger coordinate; it alone sets the distance from the pole.
    let (u, v) = abs(x) >= abs(y) ? (x, y) : (y, x)
    let radius = u * (2 - u * u).squareRoot()
    let angle = .pi / 4 * v / u
    let (along, across) = (radius * cos(angle), radius * sin(angle))
    return abs(x) >= abs(y) ? [along, across, 1 - u * u] : [across, along, 1 - u * u]
  }

  /// The point of the square for a unit vector in either hemisphere.
  public static func point(of direction: Vector3) -> SIMD2<Double> {
    let u = max(0, 1 - abs(direction.z)).squareRoot()
    let (x, y) = (direction.x, direction.y)
    guard x != 0 || y != 0 else { return [0, 0] }
    if abs(x) >= abs(y) {
      let signed = x < 0 ? -u : u
      return [signed, signed * 4 / .pi * atan(y / x)]
    }
    let signed = y < 0 ? -u : u
    return [signed * 4 / .pi * atan(x / y), signed]
  }
}
