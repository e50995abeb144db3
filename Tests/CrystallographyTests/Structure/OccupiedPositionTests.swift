import Testing

@testable import Crystallography

@Suite struct OccupiedPositionTests {
  private static func crystal(
    _ atoms: [(symbol: String, position: Vector3, occupancy: Double)]
  ) throws -> Crystal {
    Crystal(
      name: "a",
      cell: try UnitCell(a: 5, b: 5, c: 5),
      atoms: atoms.compactMap { atom in
        Element(symbol: atom.symbol).map {
          AtomSite(element: $0, position: atom.position, occupancy: atom.occupancy)
        }
      }
    )
  }

  @Test func mixedSitesAreOnePositionOfOneSpecies() throws {
    let crystal = try Self.crystal([
      ("Cu", [0, 0, 0], 0.75), ("Au", [0, 0, 0], 0.25), ("Au", [0.5, 0.5, 0.999999], 0.25),
      ("Cu", [0.5, 0.5, 0], 0.75), ("Cu", [0.5, 0, 0.5], 1), ("Cu", [0, 0.5, 0.5], 0.75),
    ])
    let positions = OccupiedPosition.all(in: crystal, within: 0.01)
    // Atoms of a position are ordered by element, regardless of their order in the file.
    #expect(positions.map(\.atoms) == [[0, 1], [3, 2], [4], [5]])
    #expect(positions.map(\.species) == [1, 1, 2, 3])
    #expect(positions[1].position == [0.5, 0.5, 0.999999])
    let sites = positions[1].sites(of: crystal, at: [1.25, -0.25, 0.5])
    #expect(sites.map(\.element.symbol) == ["Cu", "Au"])
    #expect(sites.allSatisfy { $0.position == [0.25, 0.75, 0.5] })
  }

  @Test func fullyOccupiedSitesNeverShareAPosition() throws {
    let crystal = try Self.crystal([
      ("Cu", [0, 0, 0], 1), ("Au", [0, 0, 0], 1), ("Au", [0, 0, 0], 0.5),
    ])
    #expect(OccupiedPosition.all(in: crystal, within: 0.01).map(\.atoms) == [[0], [1], [2]])
  }

  @Test func displacementsDoNotDistinguishSpecies() throws {
    var crystal = try Self.crystal([("Cu", [0, 0, 0], 1), ("Cu", [0.5, 0.5, 0.5], 1)])
    crystal.atoms[1].debyeWallerFactor = 3
    #expect(OccupiedPosition.all(in: crystal, within: 0.01).map(\.species) == [1, 1])
  }
}
