import Testing

@testable import Crystallography

@Suite struct LaueClassTests {
  @Test(arguments: LaueClass.allCases)
  func laueClassIsThatOfItsPointGroup(laueClass: LaueClass) {
    #expect(laueClass.pointGroup.laueClass == laueClass)
    #expect(laueClass.pointGroup.rawValue == laueClass.rawValue)
  }

  /// International Tables for Crystallography A (2016), chapter 3.2.
  @Test func systemsHaveOneOrTwoClasses() {
    let classes = Dictionary(grouping: LaueClass.allCases, by: \.crystalSystem).mapValues { $0.map(\.rawValue) }
    #expect(
      classes == [
        .triclinic: ["-1"], .monoclinic: ["2/m"], .orthorhombic: ["mmm"], .tetragonal: ["4/m", "4/mmm"],
        .trigonal: ["-3", "-3m"], .hexagonal: ["6/m", "6/mmm"], .cubic: ["m-3", "m-3m"],
      ]
    )
  }

  @Test func everySpaceGroupAllowsItsLattice() {
    // All pairs that occur among the 230 space groups, and no others.
    let groups = (1...230).compactMap { SpaceGroup(number: $0) }
    #expect(groups.count == 230)
    let pairs = Set(groups.map { [$0.laueClass.rawValue, $0.bravaisLattice.rawValue] })
    for laueClass in LaueClass.allCases {
      for lattice in BravaisLattice.allCases {
        #expect(laueClass.allows(lattice) == pairs.contains([laueClass.rawValue, lattice.rawValue]))
      }
    }
  }
}
