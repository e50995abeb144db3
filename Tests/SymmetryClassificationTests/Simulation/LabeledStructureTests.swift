import Crystallography
import SymmetryClassification
import TestSupport
import Testing

@Suite struct LabeledStructureTests {
  private func rutile() throws -> LabeledStructure {
    try LabeledStructure(path: Project.structures.appending(path: "tP/rutile.cif").path)
  }

  @Test func aFileGivesNameAndClass() throws {
    let rutile = try rutile()
    #expect(rutile.name == "rutile" && rutile.warnings.isEmpty)
    #expect(rutile.className(at: .bravaisLattice) == "tP")
    #expect(rutile.className(at: .laueClass) == "4_mmm", "a class names a folder, so it has no slash")
  }

  @Test func theKeyFollowsTheCrystalAndNotItsName() throws {
    let rutile = try rutile()
    #expect(LabeledStructure(rutile.crystal, symmetry: rutile.symmetry, name: "x").key == rutile.key)
    let nickel = try LabeledStructure(path: Project.structures.appending(path: "cF/nickel.cif").path)
    #expect(nickel.key != rutile.key)
  }

  @Test func virtualCrystalsDependOnTheSeed() throws {
    let rutile = try rutile()
    let keys = try rutile.virtualCrystals(2, seed: 1).map(\.key)
    #expect(try rutile.virtualCrystals(2, seed: 1).map(\.key) == keys)
    #expect(try rutile.virtualCrystals(2, seed: 2).map(\.key) != keys)
    #expect(!keys.contains(rutile.key))
  }
}
