import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct RandomArrangementTests {
  @Test(arguments: BravaisLattice.allCases)
  func arrangementsHaveTheSpaceGroupMinimumDistancesAndTypicalDensity(lattice: BravaisLattice) throws {
    var variation = CrystalVariation()
    variation.newArrangements = 1
    var (found, tried) = (0, 0)
    var counts: Set<Int> = []
    for file in try StructureFiles.files(of: lattice, in: StructureFiles.samples) {
      let symmetry = try CrystalSymmetry(of: CIF(path: file.path).crystal)
      let prototype = try CrystalPrototype(symmetry)
      for number in 0..<10 {
        var generator = KeyedGenerator(1, number)
        tried += 1
        guard let (crystal, own) = prototype.virtualCrystal(variation, using: &generator) else {
          continue
        }
        found += 1
        counts.insert(crystal.atoms.count)
        #expect(own.spaceGroup == symmetry.spaceGroup)
        #expect(leastDistance(of: crystal) >= 1.6 - 1e-9, "\(file.path)")
        // A cell too small for one atom still gets one.
        let volume = crystal.cell.volume / Double(crystal.atoms.count)
        #expect(volume > 8 || crystal.atoms.count == 1, "\(file.path)")
      }
    }
    #expect(Double(found) > 0.6 * Double(tried), "\(found) of \(tried)")
    #expect(counts.count > 2)
  }

  @Test func specialAndGeneralPositionsAreDrawn() throws {
    let file = try #require(StructureFiles.files(of: .cF, in: StructureFiles.samples).first)
    let symmetry = try CrystalSymmetry(of: CIF(path: file.path).crystal)
    let operations = try CrystalSymmetry(of: symmetry.primitive).operations
    let cell = try UnitCell(a: 8, b: 8, c: 8, alpha: 60, beta: 60, gamma: 60)
    let arrangement = RandomArrangement(operations: operations, in: cell)
    var counts: Set<Int> = []
    for number in 0..<200 {
      var generator = KeyedGenerator(2, number)
      counts.insert(arrangement.atoms(CrystalVariation(), using: &generator).count)
    }
    #expect(counts.count > 10)
  }

  /// The shortest distance between two atoms, by brute force over 125 cells.
  private func leastDistance(of crystal: Crystal) -> Double {
    var least = Double.infinity
    for (index, first) in crystal.atoms.enumerated() {
      for second in crystal.atoms[(index + 1)...] {
        for x in -2...2 {
          for y in -2...2 {
            for z in -2...2 {
              let shift = Vector3(Double(x), Double(y), Double(z))
              let difference = second.position - first.position + shift
              least = min(least, crystal.cell.cartesian(difference).length)
            }
          }
        }
      }
    }
    return least
  }
}
