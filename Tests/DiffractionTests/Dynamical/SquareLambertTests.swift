import Crystallography
import Diffraction
import Testing

@Suite struct SquareLambertTests {
  @Test func directionsMapBackToTheirPoints() {
    for row in -10...10 {
      for column in -10...10 {
        let (x, y) = (Double(column) / 10, Double(row) / 10)
        let direction = SquareLambert.direction(x: x, y: y)
        let point = SquareLambert.point(of: direction)
        #expect(abs(direction.length - 1) < 1e-12 && direction.z >= 0)
        #expect(abs(point.x - x) < 1e-9 && abs(point.y - y) < 1e-9)
      }
    }
  }

  @Test func preservesAreas() {
    let step = 0.001
    for (x, y) in [(0.1, 0.05), (0.5, 0.2), (-0.3, 0.8), (0.93, -0.91)] {
      let origin = SquareLambert.direction(x: x, y: y)
      let right = SquareLambert.direction(x: x + step, y: y) - origin
      let down = SquareLambert.direction(x: x, y: y + step) - origin
      // The area of the hemisphere is 2π, that of the square 4.
      #expect(abs(right.cross(down).length / (step * step) - .pi / 2) < 0.03)
    }
  }
}
