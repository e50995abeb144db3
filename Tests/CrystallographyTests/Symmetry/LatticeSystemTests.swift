import Testing

@testable import Crystallography

@Suite struct LatticeSystemTests {
  /// International Tables for Crystallography A (2016), table 3.1.2.1.
  @Test(arguments: [
    (LatticeSystem.triclinic, ["aP"]), (.monoclinic, ["mP", "mS"]), (.orthorhombic, ["oF", "oI", "oP", "oS"]),
    (.tetragonal, ["tI", "tP"]), (.rhombohedral, ["hR"]), (.hexagonal, ["hP"]), (.cubic, ["cF", "cI", "cP"]),
  ])
  func latticesAreThoseOfTheInternationalTables(system: LatticeSystem, symbols: [String]) {
    let lattices = BravaisLattice.allCases.filter { $0.latticeSystem == system }
    #expect(lattices.map(\.rawValue).sorted() == symbols)
  }
}
