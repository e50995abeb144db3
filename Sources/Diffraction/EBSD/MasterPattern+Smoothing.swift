import Crystallography
import Foundation

extension MasterPattern {
  /// The intensity averaged over directions with a Gaussian weight, on a grid no finer than its standard deviation.
  ///
  /// The mean over 19 directions: the middle and two rings. Their radii and weights give the moments of the Gaussian up
  /// to the fourth.
  ///
  /// - Parameter angle: the standard deviation along each axis, in degrees, above 0.
  /// - Returns: the smoothed master pattern.
  func smoothed(by angle: Double) -> MasterPattern {
    let sigma = angle * .pi / 180
    // A grid of n rows has cells of √(2π) / n radians.
    let coarsest = 2 * Int(((2 * .pi).squareRoot() / sigma / 2).rounded(.up)) + 1
    let size = min(self.size, max(coarsest, 21))
    var samples: [(offset: SIMD2<Double>, weight: Float)] = []
    for ring in Self.rings {
      for number in 0..<ring.count {
        let azimuth = 2 * Double.pi * (Double(number) + ring.turn) / Double(ring.count)
        let direction = SIMD2(cos(azimuth), sin(azimuth))
        samples.append((ring.radius * sigma * direction, Float(ring.weight / Double(ring.count))))
      }
    }
    return .withoutFriedelsLaw(size: size) { direction in
      let other: Vector3 = abs(direction.z) < 0.9 ? [0, 0, 1] : [1, 0, 0]
      let side = other.cross(direction).normalized
      let up = direction.cross(side)
      var sum: Float = 0
      for sample in samples {
        let near = direction + sample.offset.x * side + sample.offset.y * up
        sum += sample.weight * intensity(in: near)
      }
      return sum
    }
  }

  /// The rings, with radii in standard deviations; the two circles are turned so that no two points are in line.
  ///
  /// Σ w = 1, Σ w r² = 2 and Σ w r⁴ = 8, as of a Gaussian in the plane.
  private static let rings: [(radius: Double, count: Int, turn: Double, weight: Double)] = {
    let (inner, outer) = (1.0, 2.2)
    let (a, b) = (inner * inner, outer * outer)
    // Solves w₁ a + w₂ b = 2 and w₁ a² + w₂ b² = 8.
    let outerWeight = (8 - 2 * a) / (b * (b - a))
    let innerWeight = (2 - outerWeight * b) / a
    return [
      (0, 1, 0, 1 - innerWeight - outerWeight), (inner, 6, 0, innerWeight), (outer, 12, 0.5, outerWeight),
    ]
  }()
}
