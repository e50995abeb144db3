import Crystallography
import Foundation

/// The factors exp(-2πi h x), exp(-2πi k y) and exp(-2πi l z) of an atom, whose products are its phases.
struct AtomicPhaseFactors {
  private let x, y, z: [SIMD2<Double>]

  /// Tabulates the phases of a position for indices between minus and plus `extent`.
  init(position: Vector3, extent: (h: Int, k: Int, l: Int)) {
    func table(_ coordinate: Double, _ extent: Int) -> [SIMD2<Double>] {
      (-extent...extent).map { index in
        let angle = -2 * Double.pi * coordinate * Double(index)
        return [cos(angle), sin(angle)]
      }
    }
    x = table(position.x, extent.h)
    y = table(position.y, extent.k)
    z = table(position.z, extent.l)
  }

  /// The phase exp(-2πi **g**·**r**), with indices counted from minus the extent.
  func phase(_ h: Int, _ k: Int, _ l: Int) -> SIMD2<Double> { Self.multiply(Self.multiply(x[h], y[k]), z[l]) }

  private static func multiply(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    [a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x]
  }
}
