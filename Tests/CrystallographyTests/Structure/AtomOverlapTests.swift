import Testing

@testable import Crystallography

@Suite struct AtomOverlapTests {
  private static func atoms(
    _ sites: [(label: String, position: Vector3, occupancy: Double)]
  ) throws -> [ListedSite] {
    let element = try #require(Element(symbol: "C"))
    return sites.enumerated().map { index, site in
      ListedSite(
        site: AtomSite(
          label: site.label,
          element: element,
          position: site.position,
          occupancy: site.occupancy
        ),
        line: index + 1
      )
    }
  }

  private static func check(_ atoms: [ListedSite], in cell: UnitCell) throws {
    var (atoms, notes) = (atoms, [String]())
    try AtomOverlap.normalize(&atoms, in: cell, notes: &notes)
  }

  @Test func overlappingAtomsAreNamed() throws {
    let cell = try UnitCell(a: 10, b: 10, c: 10)
    let atoms = try Self.atoms([
      ("A", [0.5, 0.5, 0.5], 1), ("B", [0.1, 0.1, 0.1], 1), ("C", [0.1, 0.1, 0.13], 1),
    ])
    let failure = #expect(throws: CIFFailure.self) { try Self.check(atoms, in: cell) }
    #expect(failure?.line == 3)
    guard case .overlappingAtoms("B", "C", let distance)? = failure?.problem else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(abs(distance - 0.3) < 1e-9)
  }

  @Test func overlapsAcrossCellBoundariesAreFound() throws {
    let cell = try UnitCell(a: 5, b: 6, c: 7, alpha: 70, beta: 100, gamma: 120)
    let atoms = try Self.atoms([("A", [0.99, 0.5, 0.01], 1), ("B", [0.02, 0.5, 0.99], 1)])
    #expect(throws: CIFFailure.self) { try Self.check(atoms, in: cell) }
  }

  @Test func separatedAtomsPass() throws {
    let cell = try UnitCell(a: 5, b: 5, c: 5)
    let distance = AtomOverlap.distance / 5
    let atoms = try Self.atoms([("A", [0, 0, 0], 1), ("B", [distance * 1.001, 0, 0], 1)])
    try Self.check(atoms, in: cell)
    let close = try Self.atoms([("A", [0, 0, 0], 1), ("B", [distance * 0.999, 0, 0], 1)])
    #expect(throws: CIFFailure.self) { try Self.check(close, in: cell) }
    try Self.check([], in: cell)
  }

  @Test func partiallyOccupiedSitesMayShareAPosition() throws {
    let cell = try UnitCell(a: 5, b: 5, c: 5)
    func check(_ occupancies: [Double]) throws {
      try Self.check(
        Self.atoms(
          occupancies.enumerated().map { ("A\($0)", [0.3, 0.3, 0.3 + 0.01 * Double($0)], $1) }
        ),
        in: cell
      )
    }
    try check([0.5, 0.5])
    try check([0.33, 0.33, 0.34])
    // The sum of rounded occupancies may exceed 1 slightly.
    try check([0.67, 0.34])
    for occupancies in [[0.5, 0.6], [1, 0.06], [0.4, 0.4, 0.4]] {
      #expect(throws: CIFFailure.self) { try check(occupancies) }
    }
  }

  @Test func sumsSlightlyAbove1AreNormalizedWithANote() throws {
    let cell = try UnitCell(a: 5, b: 5, c: 5)
    var notes: [String] = []
    var atoms = try Self.atoms([("A", [0, 0, 0], 0.7), ("B", [0, 0, 0], 0.33), ("C", [0.5, 0, 0], 1)])
    try AtomOverlap.normalize(&atoms, in: cell, notes: &notes)
    let occupancies = atoms.map(\.site.occupancy)
    #expect(abs(occupancies[0] - 0.7 / 1.03) < 1e-12 && abs(occupancies[1] - 0.33 / 1.03) < 1e-12)
    #expect(occupancies[2] == 1)
    #expect(notes == ["occupancies of a shared position sum to 1.03, such as that of A; divided by it"])
  }
}
