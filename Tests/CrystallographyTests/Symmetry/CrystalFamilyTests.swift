import Testing

@testable import Crystallography

@Suite struct CrystalFamilyTests {
  @Test func lettersAreThoseOfPearsonSymbols() {
    #expect(CrystalFamily.allCases.map(\.rawValue) == ["a", "m", "o", "t", "h", "c"])
    // Pearson symbols spell the letter in lower case.
    #expect(CrystalFamily(rawValue: "C") == nil)
  }

  @Test func everyFamilyHasALatticeAndACrystalSystem() {
    let families = Set(CrystalFamily.allCases)
    #expect(Set(BravaisLattice.allCases.map(\.crystalFamily)) == families)
    #expect(Set(CrystalSystem.allCases.map(\.crystalFamily)) == families)
  }
}
