import Testing

@testable import Crystallography

@Suite struct SpglibDatasetTests {
  private func dataset(_ crystal: Crystal, tolerance: Double = 0.01) -> SpglibDataset? {
    let occupied = OccupiedPosition.all(in: crystal, within: tolerance)
    return SpglibDataset(cell: crystal.cell, occupied: occupied, tolerance: tolerance)
  }

  /// A primitive orthorhombic cell of one element.
  private func orthorhombic(_ positions: [Vector3]) throws -> Crystal {
    let iron = try #require(Element(symbol: "Fe"))
    return Crystal(
      name: "a",
      cell: try UnitCell(a: 6, b: 7, c: 9),
      atoms: positions.map { AtomSite(element: iron, position: $0) }
    )
  }

  @Test func rutileHasItsSymmetry() throws {
    let crystal = try CIFText.rutile.read().crystal
    let found = try #require(dataset(crystal))
    #expect(found.spaceGroupNumber == 136)
    #expect(Set(found.operations.map(\.rotation)).count == 16 && found.operations.count == 16)
    #expect(found.operations.allSatisfy { $0.reduced == $0 })
    #expect(found.equivalentPositions == [0, 0, 2, 2, 2, 2])
    #expect(String(found.wyckoffLetters) == "aaffff")
  }

  @Test func standardPositionsNameTheirSource() throws {
    // Two of the four points of a face-centred lattice, in a primitive cell doubled along c.
    let copper = try TextbookStructure.copper.crystal()
    let found = try #require(dataset(copper))
    #expect(found.standardPositions.count == 4 && found.operations.count == 192)
    // All points of the lattice are translations of one.
    #expect(Set(found.standardPositions.map(\.primitiveIndex)).count == 1)
    #expect(found.standardPositions.allSatisfy { $0.source == found.standardPositions[0].source })
    let (a, b, c) = found.standardLattice.columns
    for edge in [a, b, c] { #expect(abs(edge.length - copper.cell.lengths.x) < 1e-6) }
  }

  /// The general position of Pmmm is the only one with more than 26 letters before it.
  @Test func the27thWyckoffLetterIsA() throws {
    let signs: [Vector3] = [
      [1, 1, 1], [-1, 1, 1], [1, -1, 1], [1, 1, -1], [-1, -1, 1], [-1, 1, -1], [1, -1, -1], [-1, -1, -1],
    ]
    let crystal = try orthorhombic(signs.map { $0 * [0.11, 0.17, 0.23] })
    let found = try #require(dataset(crystal))
    #expect(found.spaceGroupNumber == 47)
    #expect(found.wyckoffLetters == Array(repeating: "A", count: 8))
  }

  @Test func invalidInputHasNoDataset() throws {
    let crystal = try CIFText.cubic.read().crystal
    #expect(dataset(crystal) != nil)
    #expect(SpglibDataset(cell: crystal.cell, occupied: [], tolerance: 0.01) == nil)
    let occupied = OccupiedPosition.all(in: crystal, within: 0.01)
    for tolerance in [0, -0.01, .nan, .infinity] as [Double] {
      #expect(SpglibDataset(cell: crystal.cell, occupied: occupied, tolerance: tolerance) == nil)
    }
    #expect(dataset(try orthorhombic([[0, .nan, 0]])) == nil)
  }
}
