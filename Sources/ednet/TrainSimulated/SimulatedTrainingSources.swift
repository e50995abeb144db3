import Diffraction
import Foundation
import SymmetryClassification
import Workers

/// The crystals of a collection, ready to be shown: master patterns simulated or read from the cache.
struct SimulatedTrainingSources {
  /// What is learnt from, a source for each structure.
  private(set) var training: [CrystalSampler] = []
  /// What judges: crystals by dynamical theory, with their index in the collection.
  private(set) var judges: [(index: Int, crystal: SimulatedCrystal)] = []

  /// Simulates what is not in the cache.
  ///
  /// - Throws: `CommandFailure` where it was interrupted, or a class is left without a source.
  init(
    _ collection: StructureCollection,
    crystals: CrystalArguments,
    pool: WorkerPool,
    quiet: Bool
  ) throws {
    let sources = crystals.sources
    let progress = SimulationProgress(structures: collection.specimens.count, quiet: quiet)
    let judging = Set(collection.judges)
    for (index, specimen) in collection.specimens.enumerated() {
      guard !Interruption.isRequested else {
        progress.end()
        throw CommandFailure("stopped; the same command goes on where it was")
      }
      progress.show(index, fraction: 0, "\(specimen.name): master patterns")
      var dynamical: [SimulatedCrystal] = []
      var kinematical: CrystalSampler?
      let isHeldOut = collection.isHeldOut[index]
      do {
        let volume = specimen.symmetry.primitive.cell.volume
        let isLearntDynamically =
          !isHeldOut && crystals.kinematicalShare < 1 && volume <= crystals.largestDynamical
        if isLearntDynamically || judging.contains(index) {
          // The first of its crystals is the structure itself.
          let own = try sources.dynamical(specimen, pool: pool)
          if judging.contains(index) { judges.append((index, own)) }
          if isLearntDynamically { dynamical = [own] }
          if isLearntDynamically, volume <= crystals.largestVirtual ?? .infinity {
            dynamical += try sources.dynamicalCrystals(of: specimen).dropFirst().map {
              try sources.dynamical($0, pool: pool)
            }
          }
        }
        if !isHeldOut, crystals.kinematicalShare > 0 {
          kinematical = try sources.kinematical(specimen, label: collection.labels[index])
        }
      } catch {
        progress.end()
        StandardError.warning("\(specimen.name): \(error)")
      }
      let label = collection.labels[index]
      if !isHeldOut,
        let source = sources.mixture(
          dynamical: dynamical,
          kinematical: kinematical,
          of: specimen,
          label: label
        )
      {
        training.append(source)
      }
    }
    progress.end()
    let known = Set(training.map(\.label))
    for (label, name) in collection.classes.enumerated() where !known.contains(label) {
      throw CommandFailure("no structure of class \(name) can be simulated; give more of it")
    }
    guard !judges.isEmpty else { throw CommandFailure("no structure that judges can be simulated") }
  }
}
