import Crystallography
import Testing

@testable import Diffraction

@Suite struct HalfSpaceFactorsTests {
  private static let crystals: [@Sendable () throws -> Crystal] = [
    CrystalExamples.nickel, CrystalExamples.galliumArsenide, CrystalExamples.magnesium,
    CrystalExamples.triclinic,
  ]

  @Test(arguments: crystals.indices)
  func intensitiesAgreeWithStructureFactors(number: Int) throws {
    let crystal = try Self.crystals[number]()
    let beam = ElectronBeam(acceleratingVoltage: 20)
    let full = StructureFactors(of: crystal, beam: beam, reach: 1, absorption: .none)
    let half = HalfSpaceFactors(of: crystal, reach: 1)
    // U = γ / (πV) times the sum over the atoms.
    let perVolume = beam.relativisticMassRatio / (Double.pi * crystal.cell.volume)
    let strongest = Double(full.intensity(of: MillerIndex(0, 0, 0)))
    for reflection in half.reflections {
      let expected = Double(full.intensity(of: reflection.index))
      let intensity = reflection.intensity * perVolume * perVolume
      #expect(abs(intensity - expected) < 1e-5 * expected + 1e-12 * strongest)
      let vector = crystal.cell.reciprocalVector(of: reflection.index)
      #expect((vector - reflection.vector).length == 0)
    }
  }

  @Test(arguments: crystals.indices)
  func hasOneReflectionOfEachFriedelPair(number: Int) throws {
    let crystal = try Self.crystals[number]()
    let beam = ElectronBeam(acceleratingVoltage: 20)
    let full = StructureFactors(of: crystal, beam: beam, reach: 1, absorption: .none)
    let indices = HalfSpaceFactors(of: crystal, reach: 1).reflections.map(\.index)
    let both = Set(indices + indices.map { -$0 })
    #expect(both.count == 2 * indices.count)
    #expect(both == Set(full.reflections(within: 1)).subtracting([MillerIndex(0, 0, 0)]))
  }
}
