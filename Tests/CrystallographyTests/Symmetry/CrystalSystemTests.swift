import Testing

@testable import Crystallography

@Suite struct CrystalSystemTests {
  @Test func onlyTheHexagonalFamilyUnitesTwoSystems() {
    #expect(CrystalSystem.allCases.count == 7)
    for system in CrystalSystem.allCases {
      let expected = system == .trigonal ? "hexagonal" : system.rawValue
      #expect("\(system.crystalFamily)" == expected)
    }
  }

  /// The number of the lowest and the highest space group of each system in the International Tables.
  @Test(arguments: [
    (CrystalSystem.triclinic, 1...2), (.monoclinic, 3...15), (.orthorhombic, 16...74), (.tetragonal, 75...142),
    (.trigonal, 143...167), (.hexagonal, 168...194), (.cubic, 195...230),
  ])
  func spaceGroupsOfASystemAreConsecutive(system: CrystalSystem, numbers: ClosedRange<Int>) {
    #expect(SpaceGroup.all.filter { $0.crystalSystem == system }.map(\.number) == Array(numbers))
  }
}
