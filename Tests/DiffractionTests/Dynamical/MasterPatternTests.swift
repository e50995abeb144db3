import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct MasterPatternTests {
  @Test func rowsRunAlongYAndColumnsAlongX() {
    let size = 5
    var (northern, southern) = ([Float](repeating: 0, count: 25), [Float](repeating: 0, count: 25))
    northern[1 * size + 3] = 1
    southern[3 * size + 2] = 2
    let pattern = MasterPattern(size: size, northern: northern, southern: southern)
    // Of five rows and columns, row 1 is y = -½ and column 3 is x = ½.
    let north = SquareLambert.direction(x: 0.5, y: -0.5)
    #expect(north.x > 0 && north.y < 0)
    #expect(abs(pattern.intensity(in: north) - 1) < 1e-6)
    for mirror: Vector3 in [[-1, 1, 1], [1, -1, 1], [1, 1, -1], [-1, -1, -1]] {
      #expect(abs(pattern.intensity(in: north * mirror)) < 1e-6)
    }
    let south = SquareLambert.direction(x: 0, y: 0.5) * [1, 1, -1]
    #expect(abs(pattern.intensity(in: south) - 2) < 1e-6)
    #expect(abs(pattern.intensity(in: -south)) < 1e-6)
  }

  @Test func equalityComparesAllPixels() {
    let grid = (0..<9).map(Float.init)
    let pattern = MasterPattern(size: 3, northern: grid, southern: grid.reversed())
    #expect(pattern == MasterPattern(size: 3, northern: grid, southern: grid.reversed()))
    #expect(pattern != MasterPattern(size: 3, northern: grid, southern: grid))
    #expect(pattern.northern == grid && pattern.southern == grid.reversed())
  }

  @Test func pixelDirectionsGiveThePixels() {
    let pattern = SmoothMasterPattern.grid(size: 11)
    for row in 0..<11 {
      for column in 0..<11 {
        let direction = SquareLambert.direction(
          x: Double(column) / 5 - 1,
          y: Double(row) / 5 - 1
        )
        let index = row * 11 + column
        #expect(abs(pattern.intensity(in: 3 * direction) - pattern.northern[index]) < 1e-5)
        let below = direction * [1, 1, -1]
        #expect(abs(pattern.intensity(in: below) - pattern.southern[index]) < 1e-5)
      }
    }
  }

  @Test func interpolatesBetweenPixels() {
    var generator = KeyedGenerator(5)
    for (size, tolerance) in [(51, 0.03), (101, 0.015)] {
      let pattern = SmoothMasterPattern.grid(size: size)
      for _ in 0..<300 {
        let direction = (Orientation(uniformlyUsing: &generator).matrix * [0, 0, 1]).normalized
        let error =
          Double(pattern.intensity(in: direction)) - SmoothMasterPattern.intensity(direction)
        #expect(abs(error) < tolerance, "\(direction): \(error)")
      }
    }
  }

  @Test func isContinuousAtTheEquator() {
    let pattern = SmoothMasterPattern.grid(size: 21)
    for step in 0..<60 {
      let angle = Double(step) * .pi / 30
      let (x, y) = (cos(angle), sin(angle))
      let above = pattern.intensity(in: [x, y, 1e-9])
      let below = pattern.intensity(in: [x, y, -1e-9])
      #expect(abs(above - below) < 1e-4)
    }
  }
}
