import Crystallography
import Foundation
import Testing

@testable import Diffraction

@Suite struct MasterPatternSmoothingTests {
  /// A Legendre polynomial of an oblique axis, whose average with Gaussian weights is itself times a factor.
  private static func pattern(degree: Int, size: Int) -> MasterPattern {
    let axis = Vector3(1, 2, 3).normalized
    return MasterPattern(size: size) { direction in
      let x = direction.dot(axis)
      var (last, value) = (1.0, x)
      for n in 1..<degree {
        (last, value) = (value, (Double(2 * n + 1) * x * value - Double(n) * last) / Double(n + 1))
      }
      return Float(value)
    }
  }

  @Test(arguments: [(4, 6.0), (10, 3.0), (20, 2.0)]) func aLegendrePolynomialIsScaled(degree: Int, angle: Double) {
    let smoothed = Self.pattern(degree: degree, size: 401).smoothed(by: angle)
    // Heat flow on the sphere: exp(-l (l + 1) σ² / 2).
    let factor = exp(-Double(degree * (degree + 1)) * pow(angle * .pi / 180, 2) / 2)
    let expected = Self.pattern(degree: degree, size: smoothed.size)
    #expect(smoothed.size < 401)
    for (found, wanted) in zip(smoothed.northern + smoothed.southern, expected.northern + expected.southern) {
      #expect(abs(Double(found) - factor * Double(wanted)) < 0.01)
    }
  }

  @Test func aSmallAngleKeepsTheGrid() {
    let pattern = Self.pattern(degree: 4, size: 101)
    let smoothed = pattern.smoothed(by: 0.2)
    #expect(smoothed.size == 101)
    #expect(zip(smoothed.northern, pattern.northern).allSatisfy { abs($0 - $1) < 0.005 })
  }

  @Test func aProjectorSmoothsItsMasterPattern() {
    let pattern = Self.pattern(degree: 6, size: 61)
    let geometry = DetectorGeometry(width: 20, height: 15, patternCenter: [0.5, 0.3, 0.6])
    let orientation = Orientation(rotationVector: [0.4, 0.2, 1])
    let found = KikuchiProjector(pattern).smoothed(by: 3).project(orientation, onto: geometry)
    #expect(found == KikuchiProjector(pattern.smoothed(by: 3)).project(orientation, onto: geometry))
  }
}
