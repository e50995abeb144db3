import Testing

@testable import Crystallography

@Suite struct PrimitiveBasisTests {
  /// For each centring of the standard settings, a group and the number of lattice points in its cell.
  private static let examples: [(centring: Character, group: Int, points: Double)] = [
    ("P", 1, 1), ("A", 38, 2), ("C", 21, 2), ("I", 23, 2), ("F", 22, 4), ("R", 146, 3),
  ]

  @Test func primitiveCellsHaveOneLatticePoint() throws {
    for (centring, number, points) in Self.examples {
      let group = try #require(SpaceGroup(number: number))
      #expect(group.symbol.first == centring)
      let matrix = PrimitiveBasis(centring: centring).matrix
      // The basis is right-handed, and its cell has one lattice point.
      #expect(abs(matrix.determinant - 1 / points) < 1e-12)
      // Lattice translations are integer combinations of the primitive vectors.
      let lattice = group.operations.filter { $0.type == .one }.map(\.translation)
      #expect(Double(lattice.count) == points)
      let axes: [Vector3] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      for translation in lattice + axes {
        let counts = matrix.inverse * translation
        #expect(counts.nearestImage.length < 1e-9, "\(centring) \(translation)")
      }
      // The primitive vectors are lattice translations.
      let (x, y, z) = matrix.columns
      for vector in [x, y, z] {
        #expect(
          lattice.contains { ($0 - vector).nearestImage.length < 1e-9 },
          "\(centring) \(vector)"
        )
      }
    }
  }
}
