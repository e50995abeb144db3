import Crystallography
import Testing

@testable import SymmetryClassification

@Suite struct SymmetryClassTests {
  @Test func everyLevelDividesTheSpaceGroups() {
    let counts: [SymmetryLevel: Int] = [
      .spaceGroup: 230, .pointGroup: 32, .laueClass: 11, .bravaisLattice: 14, .crystalSystem: 7, .latticeSystem: 7,
    ]
    for (level, count) in counts {
      let classes = Set(SpaceGroup.all.map { SymmetryClass(of: $0, at: level) })
      #expect(classes.count == count && classes.allSatisfy { $0.level == level })
      #expect(Set(classes.map(\.symbol)).count == count)
      #expect(classes.reduce(0) { $0 + $1.spaceGroups.count } == 230)
      #expect(Set(classes.map(\.rank)).count == count)
    }
  }

  @Test func coarserClassesAreUniqueAndFinerOnesOrdered() throws {
    let rockSalt = try #require(SpaceGroup.all.first { $0.number == 225 })
    let lattice = SymmetryClass(of: rockSalt, at: .bravaisLattice)
    #expect(lattice.symbol == "cF")
    #expect(lattice.possibleClasses(at: .crystalSystem) == [SymmetryClass(of: rockSalt, at: .crystalSystem)])
    let groups = lattice.possibleClasses(at: .spaceGroup)
    #expect(groups.map(\.rank) == [196, 202, 203, 209, 210, 216, 219, 225, 226, 227, 228])
  }
}
