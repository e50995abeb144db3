import Crystallography
import Diffraction
import Synchronization
import Testing
import Workers

@Suite struct MasterPatternSimulatorTests {
  private static let simulator = MasterPatternSimulator(size: 13, minimumSpacing: 1.1)

  @Test func theNumberOfWorkersDoesNotChangeABitAndProgressReachesTheEnd() throws {
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

  @Test func aMasterPatternHasThePointGroupsSymmetryAlsoWhereTheGridHasNot() throws {
    let crystal = try CrystalExamples.galliumArsenide()
    let symmetry = try CrystalSymmetry(of: crystal)
    #expect(symmetry.spaceGroup.number == 216)
    let (pattern, effort) = Self.simulator.simulate(crystal, symmetry: symmetry)
    // Of -43m the grid has -42m, of order 8.
    #expect(effort.directions < 2 * 13 * 13 / 5)
    // The threefold axes take [001] to [100] and [010], which are in the middles of the edges.
    let pole = pattern.northern[6 * 13 + 6]
    for place in [6 * 13 + 12, 12 * 13 + 6, 6 * 13, 6] {
      #expect(abs(pattern.northern[place] - pole) < 2e-3 * pole)
      #expect(pattern.southern[place] == pattern.northern[place])
    }
  }

  @Test func zoneAxesAreBrighterThanTheMeanWhichIsNearTheIntensityWithoutDiffraction() throws {
    let nickel = try CrystalExamples.nickel()
    let symmetry = try CrystalSymmetry(of: nickel)
    let pattern = Self.simulator.simulate(nickel, symmetry: symmetry).pattern
    let mean = pattern.northern.reduce(0, +) / Float(pattern.northern.count)
    #expect(pattern.northern[6 * 13 + 6] > 1.5 * mean)
    #expect(mean > 0.7 * 28 * 28 && mean < 1.6 * 28 * 28)
  }
}
