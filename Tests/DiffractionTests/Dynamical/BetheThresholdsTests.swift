import Crystallography
import Foundation
import Testing

@testable import Diffraction

@Suite struct BetheThresholdsTests {
  /// The numbers of strong and weak beams of nickel at 20 kV along a direction of low symmetry.
  private static func beams(_ thresholds: BetheThresholds) throws -> (strong: Int, weak: Int) {
    let crystal = try CrystalExamples.nickel()
    let beam = ElectronBeam(acceleratingVoltage: 20)
    let potential = DynamicalPotential(
      factors: StructureFactors(of: crystal, beam: beam, reach: 2, absorption: .none),
      cell: crystal.cell,
      minimumSpacing: 1,
      thresholds: thresholds
    )
    var waves = BlochWaves(potential: potential, depth: DepthProfile(of: crystal, beam: beam))
    _ = waves.intensity(in: Vector3(0.31, 0.17, 0.9).normalized)
    return (waves.strongBeams, waves.weakBeams)
  }

  @Test func roundTripsThroughJSON() throws {
    let thresholds = BetheThresholds(strong: 7.25, weak: 33, cutoff: 1e4)
    let data = try JSONEncoder().encode(thresholds)
    #expect(try JSONDecoder().decode(BetheThresholds.self, from: data) == thresholds)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(BetheThresholds.self, from: Data(#"{"strong": 7}"#.utf8))
    }
  }

  @Test func higherThresholdsAddStrongAndWeakBeams() throws {
    let narrow = try Self.beams(BetheThresholds(strong: 4, weak: 40, cutoff: 1e6))
    let wide = try Self.beams(BetheThresholds(strong: 10, weak: 40, cutoff: 1e6))
    #expect(wide.strong > narrow.strong)
    #expect(wide.strong + wide.weak == narrow.strong + narrow.weak)
    let wider = try Self.beams(BetheThresholds(strong: 10, weak: 80, cutoff: 1e6))
    #expect(wider.strong == wide.strong && wider.weak > wide.weak)
  }

  @Test func cutoffDropsWeaklyScatteringBeams() throws {
    let all = try Self.beams(BetheThresholds(strong: 1e6, weak: 1e6, cutoff: 1e9))
    // Unmixed h, k, l with h² + k² + l² up to a² = 12.4: 1 + 8 + 6 + 12 + 24 + 8.
    #expect(all.strong == 59 && all.weak == 0)
    let some = try Self.beams(BetheThresholds(strong: 8, weak: 60, cutoff: 10))
    let most = try Self.beams(BetheThresholds(strong: 8, weak: 60, cutoff: 400))
    #expect(some.strong + some.weak < most.strong + most.weak)
    #expect(some.strong <= most.strong)
  }
}
