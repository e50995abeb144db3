import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct CrystalVariationTests {
  private let rutile: CrystalPrototype

  init() throws { rutile = try CrystalPrototype(CrystalSymmetry(of: CIFText.rutile.read().crystal)) }

  @Test func freeVariationKeepsOnlyTheSpaceGroup() throws {
    var found = 0
    var (counts, coordinates, ratios): (Set<Int>, Set<Double>, Set<Double>) = ([], [], [])
    for number in 0..<60 {
      var generator = KeyedGenerator(6, number)
      // Occasionally all eight draws have another space group, or no atoms fit into the cell.
      guard let (crystal, _) = rutile.virtualCrystal(.free, using: &generator) else { continue }
      found += 1
      #expect(try CrystalSymmetry(of: crystal).spaceGroup.number == 136)
      counts.insert(crystal.atoms.count)
      coordinates.formUnion(crystal.atoms.map { ($0.position.x * 20).rounded() })
      ratios.insert((crystal.cell.lengths.z / crystal.cell.lengths.x * 20).rounded())
    }
    #expect(found > 50)
    // Rutile's six atoms, or orbits of 2, 4 and 8.
    #expect(counts.contains(6) && counts.count > 3 && counts.allSatisfy { $0 % 2 == 0 })
    #expect(coordinates.count > 8 && ratios.count > 5)
  }

  @Test func cellIsKeptWithoutStrainAndScale() throws {
    var variation = CrystalVariation()
    (variation.strain, variation.displacement, variation.scale) = (0, 0, 1...1)
    var generator = KeyedGenerator(4)
    let crystal = try #require(rutile.virtualCrystal(variation, using: &generator)).crystal
    #expect(
      abs(crystal.cell.lengths.x - 4.594) < 1e-6 && abs(crystal.cell.lengths.z - 2.959) < 1e-6
    )
  }

  @Test func unstrainedEdgesShareAFactorWithinTheScale() throws {
    var variation = CrystalVariation()
    (variation.strain, variation.scale) = (0, 0.9...1.1)
    var factors: [Double] = []
    for number in 0..<20 {
      var generator = KeyedGenerator(7, number)
      let lengths = try #require(rutile.virtualCrystal(variation, using: &generator)).crystal.cell.lengths
      #expect(abs(lengths.x / 4.594 - lengths.z / 2.959) < 1e-6)
      factors.append(lengths.x / 4.594)
    }
    #expect(factors.allSatisfy { (0.9 - 1e-6...1.1 + 1e-6).contains($0) })
    #expect((factors.min() ?? 1) < 0.95 && (factors.max() ?? 1) > 1.05)
  }
}
