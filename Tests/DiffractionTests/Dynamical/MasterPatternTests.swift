import Crystallography
import Diffraction
import Testing

@Suite("Master pattern") struct MasterPatternTests {
  @Test("Rows run along y and columns along x, on both hemispheres")
  func layout() {
    let size = 5
    var (northern, southern) = ([Float](repeating: 0, count: 25), [Float](repeating: 0, count: 25))
    northern[1 * size + 3] = 1
    southern[3 * size + 2] = 2
    let pattern = MasterPattern(size: size, northern: northern, southern: southern)
    // Row 1 and column 3 of five are y = -½ and x = ½.
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

  @Test("Patterns are equal where all their pixels are")
  func equality() {
    let grid = (0..<9).map(Float.init)
    let pattern = MasterPattern(size: 3, northern: grid, southern: grid.reversed())
    #expect(pattern == MasterPattern(size: 3, northern: grid, southern: grid.reversed()))
    #expect(pattern != MasterPattern(size: 3, northern: grid, southern: grid))
    #expect(pattern.northern == grid && pattern.southern == grid.reversed())
  }
}
