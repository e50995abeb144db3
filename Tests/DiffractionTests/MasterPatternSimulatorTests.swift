import Crystallography
import Diffraction
import Foundation
import Synchronization
import Testing
import Workers

@Suite("Master pattern simulator") struct MasterPatternSimulatorTests {
  private static let simulator = MasterPatternSimulator(size: 13, minimumSpacing: 1.1)

  @Test("The number of workers does not change a bit, and progress reaches the end")
  func determinism() throws {
    let crystal = try CrystalExamples.magnesium()
    let furthest = Mutex(0.0)
    let one = Self.simulator.simulate(
      crystal,
      operations: [],
      inversionCentre: [0, 0, 0],
      pool: WorkerPool(threads: 1)
    ) { progress in furthest.withLock { $0 = max($0, progress) } }
    let three = Self.simulator.simulate(
      crystal,
      operations: [],
      inversionCentre: [0, 0, 0],
      pool: WorkerPool(threads: 3)
    )
    #expect(one.pattern == three.pattern)
    #expect(furthest.withLock { $0 } == 1)
    // Without symmetry: every pixel of both grids, the common equator once.
    #expect(one.effort.directions == 2 * 13 * 13 - 4 * 12)
  }

  @Test("Symmetry saves directions and changes nothing")
  func symmetry() throws {
    let crystal = try CrystalExamples.galliumArsenide()
    let plain = Self.simulator.simulate(crystal, operations: [], inversionCentre: nil)
    let reduced = Self.simulator.simulate(
      crystal,
      operations: CrystalExamples.cubicOperations(polar: true),
      inversionCentre: nil
    )
    #expect(reduced.effort.directions < plain.effort.directions / 5)
    for (first, second) in zip(
      plain.pattern.northern + plain.pattern.southern,
      reduced.pattern.northern + reduced.pattern.southern
    ) {
      #expect(abs(first - second) < 3e-3 * first)
    }
  }

  @Test(
    "Zone axes are brighter than what lies between them, and the mean is near that of no diffraction"
  )
  func contrast() throws {
    let pattern = Self.simulator.simulate(
      try CrystalExamples.nickel(),
      operations: CrystalExamples.cubicOperations(),
      inversionCentre: [0, 0, 0]
    ).pattern
    let mean = pattern.northern.reduce(0, +) / Float(pattern.northern.count)
    #expect(pattern.northern[6 * 13 + 6] > 1.5 * mean)
    #expect(mean > 0.7 * 28 * 28 && mean < 1.6 * 28 * 28)
  }
}
