import Crystallography
import RandomNumbers
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct OtherCrystalsTests {
  private static func nickel() throws -> LabeledStructure {
    try LabeledStructure(path: Project.structures.appending(path: "cF/nickel.cif").path)
  }

  @Test func allLatticesOccurButNoCrystalLikeThePhase() throws {
    let nickel = try Self.nickel()
    let others = try OtherCrystals(than: [nickel])
    var lattices: [BravaisLattice: Int] = [:]
    for number in 0..<150 {
      var generator = KeyedGenerator(1, number)
      let crystal = try #require(others.draw(&generator))
      let lattice = crystal.symmetry.spaceGroup.bravaisLattice
      lattices[lattice, default: 0] += 1
      if lattice == .cF {
        let ratio = crystal.crystal.cell.volume / nickel.symmetry.primitive.cell.volume
        #expect(abs(ratio - 1) > 0.2)
      }
    }
    #expect(lattices.count == 14)
  }

  @Test func theGeneratorDeterminesTheCrystal() throws {
    let others = try OtherCrystals(than: [Self.nickel()])
    func keys(_ seed: Int) -> [Int?] {
      (0..<4).map { number in
        var generator = KeyedGenerator(seed, number)
        return others.draw(&generator)?.key
      }
    }
    #expect(keys(1) == keys(1) && keys(1) != keys(2))
  }
}
