import Crystallography
import Testing

@testable import Diffraction

@Suite struct LambertOrbitsTests {
  @Test func pixelsOfAnOrbitAreEquivalentDirections() {
    let size = 9
    let operations = CrystalExamples.cubicOperations()
    let orbits = LambertOrbits(size: size, operations: operations)
    for position in 0..<2 * size * size {
      let isNorthern = position < size * size
      let (row, column) = (position % (size * size) / size, position % size)
      let direction = Self.direction(row: row, column: column, isNorthern: isNorthern, size: size)
      let first = orbits.representatives[orbits.orbits[position]]
      let image = Self.direction(
        row: first.row,
        column: first.column,
        isNorthern: first.isNorthern,
        size: size
      )
      #expect(operations.contains { ($0 * image - direction).length < 1e-9 })
    }
    // The grid has the symmetry 4/mmm, of order 16: a wedge of 1 + … + 5 pixels remains.
    #expect(orbits.representatives.count == 15)
  }

  @Test func threefoldAxesMergeNoPixels() {
    let cycle = Matrix3(columns: [0, 1, 0], [0, 0, 1], [1, 0, 0])
    let orbits = LambertOrbits(size: 5, operations: [cycle, cycle * cycle])
    #expect(orbits.representatives.count == 2 * 25 - 16)
  }

  private static func direction(row: Int, column: Int, isNorthern: Bool, size: Int) -> Vector3 {
    let half = Double(size / 2)
    var direction = SquareLambert.direction(x: Double(column) / half - 1, y: Double(row) / half - 1)
    if !isNorthern { direction.z = -direction.z }
    return direction
  }
}
