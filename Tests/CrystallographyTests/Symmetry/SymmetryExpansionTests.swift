import Testing

@testable import Crystallography

@Suite struct SymmetryExpansionTests {
  private static func listed(_ operations: [SymmetryOperation]) -> [ListedOperation] {
    operations.enumerated().map { ListedOperation(operation: $1, line: $0 + 1) }
  }

  private static func listed(_ triplets: String...) -> [ListedOperation] {
    listed(triplets.compactMap { SymmetryOperation(triplet: $0)?.reduced })
  }

  private static func sites(_ positions: Vector3...) throws -> [ListedSite] {
    let element = try #require(Element(symbol: "C"))
    return positions.enumerated().map {
      ListedSite(site: AtomSite(label: "C\($0)", element: element, position: $1), line: 100 + $0)
    }
  }

  private static func cubic(_ edge: Double = 5) throws -> UnitCell {
    try UnitCell(a: edge, b: edge, c: edge)
  }

  private static func expansion(_ group: Int, _ cell: UnitCell) throws -> SymmetryExpansion {
    try SymmetryExpansion(
      cell: cell,
      operations: listed(try #require(SpaceGroup(number: group)).operations)
    )
  }

  // The multiplicities of Wyckoff positions of Fm-3m, International Tables for Crystallography A (2016).
  @Test(arguments: [
    ([0.0, 0, 0], 4), ([0.5, 0.5, 0.5], 4), ([0.25, 0.25, 0.25], 8), ([0, 0.25, 0.25], 24),
    ([0.1, 0, 0], 24), ([0.1, 0.1, 0.1], 32), ([0, 0.1, 0.1], 48), ([0.1, 0.1, 0.3], 96),
    ([0.05, 0.15, 0.3], 192),
  ])
  func multiplicitiesAreThoseOfTheTables(position: [Double], multiplicity: Int) throws {
    let atoms = try Self.expansion(225, Self.cubic(12)).atoms(
      of: Self.sites([position[0], position[1], position[2]])
    )
    #expect(atoms.count == multiplicity)
    for (index, atom) in atoms.enumerated() {
      #expect(atom.line == 100 && atom.site.label == "C0")
      for other in atoms[..<index] {
        #expect((other.site.position - atom.site.position).nearestImage.length > 0.05)
      }
    }
  }

  @Test func roundedPositionsAreMovedOntoTheSpecialOnes() throws {
    let cell = try UnitCell(a: 5, b: 5, c: 8, gamma: 120)
    // The position ⅓ ⅔ ¼ of P6₃/mmc, rounded to two digits.
    let atoms = try Self.expansion(194, cell).atoms(of: Self.sites([0.33, 0.67, 0.25]))
    #expect(atoms.count == 2)
    for position: Vector3 in [[1.0 / 3, 2.0 / 3, 0.25], [2.0 / 3, 1.0 / 3, 0.75]] {
      #expect(atoms.contains { ($0.site.position - position).nearestImage.length < 1e-12 })
    }
    // Near a sixfold axis, neighbouring images are closer together than opposite ones.
    for distance in [0.001, 0.005, 0.01, 0.014, 0.018] {
      for position: Vector3 in [[distance, 0, 0], [distance, -distance / 3, 0.004]] {
        let images = try Self.expansion(191, cell).atoms(of: Self.sites(position))
        #expect(images.count == 1 && images[0].site.position.length < 1e-12, "\(position)")
      }
    }
    let apart = try Self.expansion(191, cell).atoms(of: Self.sites([0.1, 0, 0]))
    #expect(apart.count == 6 && apart[0].site.position == [0.1, 0, 0])
  }

  @Test func cellIsSymmetrized() throws {
    let rough = try UnitCell(a: 5.001, b: 4.999, c: 5, alpha: 90.01)
    let expansion = try Self.expansion(221, rough)
    let lengths = expansion.cell.lengths
    #expect(abs(lengths.x - lengths.y) < 1e-12 && abs(lengths.x - lengths.z) < 1e-12)
    #expect(abs(lengths.x - 5) < 1e-3 && expansion.cell.angles == [90, 90, 90])
    // A cell with the exact symmetry remains unchanged.
    let exact = try UnitCell(a: 5.123, b: 5.123, c: 8.456, gamma: 120)
    #expect(try Self.expansion(194, exact).cell == exact)
    #expect(try Self.expansion(1, rough).cell == rough)
  }

  @Test func cellsWithoutTheSymmetryAreRefused() throws {
    let cell = try UnitCell(a: 5, b: 5, c: 5.1)
    let failure = #expect(throws: CIFFailure.self) {
      try SymmetryExpansion(cell: cell, operations: Self.listed("x,y,z", "y,z,x", "z,x,y"))
    }
    #expect(failure?.line == 2 && failure?.problem == .operationDoesNotFitCell("y,z,x"))
    // An operation of hexagonal axes in a right-angled cell.
    #expect(throws: CIFFailure.self) {
      try SymmetryExpansion(cell: cell, operations: Self.listed("x,y,z", "-y,x-y,z", "y-x,-x,z"))
    }
  }

  @Test func repeatedOperationsCountOnce() throws {
    let expansion = try SymmetryExpansion(
      cell: Self.cubic(),
      operations: Self.listed("-x,-y,-z", "x,y,z", "x,y,z", "-x+1,-y,-z", "x+1,y-1,z")
    )
    #expect(try expansion.atoms(of: Self.sites([0.1, 0.2, 0.3])).count == 2)
  }

  @Test func operationsThatAreNotAGroupAreRefused() throws {
    let cell = try Self.cubic()
    for operations in [
      Self.listed("x,y,z", "-y,x,z"), Self.listed("-y,x,z"), [],
      Self.listed("x,y,z", "-x,-y,z", "-x,y,-z"), Self.listed("x,y,z", "x+1/3,y,z"),
      // The product of these mirrors is a shear of infinite order.
      Self.listed("x,y,z", "-x+99*y,y,z", "x,-y,z"),
    ] {
      #expect(throws: CIFFailure.self) {
        try SymmetryExpansion(cell: cell, operations: operations)
      }
    }
  }

  @Test func largeNumbersInOperationsDoNotTrap() throws {
    // The largest numbers that fit into 100 characters: reflections in oblique planes, each its own inverse.
    let steep = "x" + String(repeating: "+99*y", count: 8)
    for triplets in [
      [steep + ",-y,z", "-x,y" + String(repeating: "+99*x", count: 8) + ",z"],
      [steep + ",-y,z", "x,y" + String(repeating: "+99*z", count: 8) + ",-z"],
      ["-x,y,z" + String(repeating: "-99*x", count: 8), steep + ",-y,z"],
    ] {
      let operations = triplets.compactMap { SymmetryOperation(triplet: $0) }
      try #require(operations.count == 2)
      #expect(throws: CIFFailure.self) {
        try SymmetryExpansion(
          cell: Self.cubic(),
          operations: Self.listed([.identity] + operations)
        )
      }
    }
  }

  @Test func tooManyAtomsAreRefused() throws {
    let expansion = try Self.expansion(225, Self.cubic(12))
    var sites: [ListedSite] = []
    for index in 0..<11 { sites += try Self.sites([0.05, 0.15, 0.2 + 0.01 * Double(index)]) }
    let failure = #expect(throws: CIFFailure.self) { try expansion.atoms(of: sites) }
    #expect(failure?.problem == .tooManyAtoms(limit: SymmetryExpansion.mostAtoms))
  }
}
