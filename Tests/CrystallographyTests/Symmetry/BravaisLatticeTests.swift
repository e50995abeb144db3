import Testing

@testable import Crystallography

@Suite struct BravaisLatticeTests {
  @Test func thereAre14InSevenLatticeSystems() {
    #expect(BravaisLattice.allCases.count == 14)
    #expect(Set(BravaisLattice.allCases.map(\.latticeSystem)) == Set(LatticeSystem.allCases))
    let families = Dictionary(grouping: BravaisLattice.allCases, by: \.crystalFamily)
    #expect(families[.hexagonal] == [.hR, .hP])
    #expect(families.count == 6)
  }

  @Test(arguments: BravaisLattice.allCases)
  func firstLetterIsThatOfTheFamily(lattice: BravaisLattice) {
    #expect(lattice.rawValue.hasPrefix(lattice.crystalFamily.rawValue))
    #expect(BravaisLattice(symbol: lattice.rawValue) == lattice)
  }

  @Test func namesAreThoseOfTheField() {
    #expect(BravaisLattice.cF.name == "face-centred cubic")
    #expect(BravaisLattice.mS.name == "base-centred monoclinic")
    #expect(BravaisLattice.hR.name == "rhombohedral")
    #expect(Set(BravaisLattice.allCases.map(\.name)).count == 14)
  }

  @Test func nonstandardCentringsAreRead() {
    for symbol in ["mA", "mB", "mC", "mI"] { #expect(BravaisLattice(symbol: symbol) == .mS) }
    for symbol in ["oA", "oB", "oC"] { #expect(BravaisLattice(symbol: symbol) == .oS) }
    for symbol in ["", "CF", "cf", "cS", "tF", "hI", "c", "cF8"] {
      #expect(BravaisLattice(symbol: symbol) == nil)
    }
  }
}
