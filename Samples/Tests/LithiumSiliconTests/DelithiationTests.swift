import Atomistics
import Foundation
import Testing
import Workers

@testable import LithiumSilicon

@Suite struct DelithiationTests {
  private func path(threads: Int) throws -> Delithiation {
    let potential = try AenetFile.potential(in: CommittedData.folder, threads: 1)
    // A crystal of eight atoms in which silicon and lithium alternate.
    let crystal = Crystals.silicon(5.6).repeated([2, 2, 1])
    let start = AtomicStructure(
      cell: crystal.cell,
      positions: crystal.positions,
      species: crystal.positions.indices.map { $0.isMultiple(of: 2) ? 0 : 1 }
    )
    var settings = Delithiation.Settings()
    (settings.atoms, settings.population, settings.generations, settings.relaxationSteps) = (2, 3, 2, 2)
    return Delithiation(
      of: Relaxation(of: start, in: potential, steps: 2),
      in: potential,
      settings: settings,
      pool: WorkerPool(threads: threads),
      key: 5
    ) { _ in }
  }

  @Test func lithiumLeavesStepByStepOnAnyNumberOfThreads() throws {
    let path = try path(threads: 1)
    #expect(path.path.map { $0.structure.species.count { $0 == 0 } } == [4, 2, 0])
    #expect(path.path.allSatisfy { $0.structure.species.count { $0 == 1 } == 4 })
    #expect(path.evaluations >= 3)
    let parallel = try self.path(threads: 3)
    #expect(zip(path.path, parallel.path).allSatisfy { $0.energy == $1.energy })
  }
}
