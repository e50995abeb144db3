import Crystallography
import Foundation
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct MasterPatternSplineTests {
  /// The root mean square of errors in random directions, by cubic and by linear interpolation.
  private func errors(size: Int, where isTested: (Vector3) -> Bool) -> (cubic: Double, linear: Double) {
    let pattern = SmoothMasterPattern.grid(size: size)
    let spline = MasterPatternSpline(pattern)
    var generator = KeyedGenerator(1)
    var (cubic, linear, count) = (0.0, 0.0, 0.0)
    while count < 2000 {
      let direction = Orientation(uniformlyUsing: &generator).matrix.columns.0
      guard isTested(direction) else { continue }
      let exact = SmoothMasterPattern.intensity(direction)
      cubic += pow(Double(spline.intensity(in: direction)) - exact, 2)
      linear += pow(Double(pattern.intensity(in: direction)) - exact, 2)
      count += 1
    }
    return ((cubic / count).squareRoot(), (linear / count).squareRoot())
  }

  @Test func isMuchMoreExactThanLinearInterpolation() {
    let all = errors(size: 61) { _ in true }
    #expect(all.cubic < all.linear / 3, "\(all)")
    // Away from the edge of the square, the diagonals included.
    let inside = errors(size: 61) { abs($0.z) > 0.2 && abs($0.z) < 0.98 }
    #expect(inside.cubic < inside.linear / 10, "\(inside)")
  }

  @Test func isNowhereLessExact() {
    let equator = errors(size: 61) { abs($0.z) < 0.05 }
    let pole = errors(size: 61) { abs($0.z) > 0.98 }
    #expect(equator.cubic < equator.linear && pole.cubic < pole.linear, "\(equator) \(pole)")
  }

  @Test func gridPointsAreKept() {
    let pattern = SmoothMasterPattern.grid(size: 21)
    let turned = MasterPatternSpline(pattern).turned(by: .identity)
    #expect(zip(turned.northern, pattern.northern).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(zip(turned.southern, pattern.southern).allSatisfy { abs($0 - $1) < 1e-3 })
  }
}
