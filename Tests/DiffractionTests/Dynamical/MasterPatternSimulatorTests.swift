import Crystallography
import Diffraction
import Synchronization
import Testing
import Workers

@Suite struct MasterPatternSimulatorTests {
  private static let simulator = MasterPatternSimulator(size: 13, minimumSpacing: 1.1)

  @Test func resultDoesNotDependOnTheNumberOfWorkers() throws {
    let crystal = try CrystalExamples.magnesium()
    let symmetry = try CrystalSymmetry(of: crystal)
    let furthest = Mutex(0.0)
    let one = Self.simulator.simulate(
      crystal,
      symmetry: symmetry,
      pool: WorkerPool(threads: 1)
    ) { progress in furthest.withLock { $0 = max($0, progress) } }
    let three = Self.simulator.simulate(crystal, symmetry: symmetry, pool: WorkerPool(threads: 3))
    #expect(one.pattern == three.pattern)
    #expect(furthest.withLock { $0 } == 1)
  }

  @Test func hasSymmetryThatTheGridLacks() throws {
    let crystal = try CrystalExamples.galliumArsenide()
    let symmetry = try CrystalSymmetry(of: crystal)
    #expect(symmetry.spaceGroup.number == 216)
    let (pattern, effort) = Self.simulator.simulate(crystal, symmetry: symmetry)
    // The grid has the subgroup -42m of -43m, of order 8.
    #expect(effort.directions < 2 * 13 * 13 / 5)
    // The threefold axes take [001] to [100] and [010], at the midpoints of the edges.
    let pole = pattern.northern[6 * 13 + 6]
    for position in [6 * 13 + 12, 12 * 13 + 6, 6 * 13, 6] {
      #expect(abs(pattern.northern[position] - pole) < 2e-3 * pole)
      #expect(pattern.southern[position] == pattern.northern[position])
    }
  }

  @Test func zoneAxesAreBrighterThanTheMean() throws {
    let nickel = try CrystalExamples.nickel()
    let symmetry = try CrystalSymmetry(of: nickel)
    let pattern = Self.simulator.simulate(nickel, symmetry: symmetry).pattern
    let mean = pattern.northern.reduce(0, +) / Float(pattern.northern.count)
    #expect(pattern.northern[6 * 13 + 6] > 1.5 * mean)
    #expect(mean > 0.7 * 28 * 28 && mean < 1.6 * 28 * 28)
  }
}
