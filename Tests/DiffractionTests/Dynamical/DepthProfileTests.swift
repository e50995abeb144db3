import Crystallography
import Diffraction
import Foundation
import Testing

@Suite struct DepthProfileTests {
  private static let beam = ElectronBeam(acceleratingVoltage: 20)

  @Test func depthFollowsTheFormula() throws {
    // Si: 8 √14 / 5.431³ = 0.18686 Å⁻³; Ni: 4 √28 / 3.524³ = 0.48365 Å⁻³.
    let silicon = DepthProfile(of: try CrystalExamples.silicon(), beam: Self.beam)
    #expect(abs(silicon.mostProbableDepth - 37.01) < 0.01)
    let nickel = DepthProfile(of: try CrystalExamples.nickel(), beam: Self.beam)
    #expect(abs(nickel.mostProbableDepth - 23.01) < 0.01)
  }

  @Test func depthScalesWithVoltageToThePower0Point8() throws {
    let crystal = try CrystalExamples.nickel()
    let depths = [10.0, 20, 30].map {
      DepthProfile(of: crystal, beam: ElectronBeam(acceleratingVoltage: $0)).mostProbableDepth
    }
    #expect(abs(depths[1] / depths[0] - 1.7411) < 1e-4)
    #expect(abs(depths[2] / depths[1] - 1.3832) < 1e-4)
  }

  @Test func depthDependsOnOccupanciesButNotOnTheCell() throws {
    let crystal = try CrystalExamples.nickel()
    let depth = DepthProfile(of: crystal, beam: Self.beam).mostProbableDepth
    let primitive = try CrystalSymmetry(of: crystal).primitive
    #expect(primitive.atoms.count == 1)
    let own = DepthProfile(of: primitive, beam: Self.beam).mostProbableDepth
    #expect(abs(own - depth) < 1e-6 * depth)
    // A quarter of the atoms: twice the depth.
    var porous = crystal
    for index in porous.atoms.indices { porous.atoms[index].occupancy = 0.25 }
    let deep = DepthProfile(of: porous, beam: Self.beam).mostProbableDepth
    #expect(abs(deep - 2 * depth) < 1e-9)
  }

  @Test func depthIsFiniteAndPositive() throws {
    for crystal in [try CrystalExamples.triclinic(), try CrystalExamples.magnesium()] {
      for voltage in [1.0, 5, 40] {
        let beam = ElectronBeam(acceleratingVoltage: voltage)
        let depth = DepthProfile(of: crystal, beam: beam).mostProbableDepth
        #expect(depth > 1 && depth < 200, "\(crystal.name) \(voltage): \(depth)")
      }
    }
  }
}
