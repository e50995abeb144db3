import Crystallography
import Foundation

/// Tables of exp(-2πi h x), exp(-2πi k y) and exp(-2πi l z) for one atom, whose products are its phase factors.
struct AtomicPhaseFactors {
  private let x, y, z: [SIMD2<Double>]

  /// Tabulates the factors of a fractional position for indices from -`extent` to `extent`.
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

  /// exp(-2πi **g**·**r**), with each index offset by its extent.
  func phase(_ h: Int, _ k: Int, _ l: Int) -> SIMD2<Double> { Self.multiply(Self.multiply(x[h], y[k]), z[l]) }

  private static func multiply(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    [a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x]
  }
}
