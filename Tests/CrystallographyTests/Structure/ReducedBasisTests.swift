import Testing

@testable import Crystallography

@Suite struct ReducedBasisTests {
  @Test func theShortestEdgesAreFound() throws {
    // The edges a, b + 7 a, c + 5 b of a cell of 3 × 4 × 5 Å.
    let skewed = try UnitCell(spannedBy: Matrix3(columns: [3, 0, 0], [21, 4, 0], [0, 20, 5]))
    let basis = try #require(ReducedBasis(of: skewed))
    #expect((basis.cell.lengths - [3, 4, 5]).length < 1e-9 && abs(basis.cell.volume - 60) < 1e-9)
    for position: Vector3 in [[0.1, 0.2, 0.3], [0.7, 0.1, 0.9], [1, 0, 0]] {
      let (old, new) = (skewed.cartesian(position), basis.cell.cartesian(basis.position(position)))
      #expect(abs(old.length - new.length) < 1e-9)
    }
    let inversion = try #require(SymmetryOperation(triplet: "-x+1/2,-y,-z"))
    #expect(basis.operation(inversion)?.type == .bar1)
  }
}
