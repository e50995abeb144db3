import Diffraction
import Foundation
import NeuralNetworks
import SymmetryClassification
import Workers

/// The crystals of a collection with their master patterns, simulated or read from the cache.
struct SimulatedCrystals {
  /// A sampler of each training structure.
  private(set) var training: [CrystalSampler] = []
  /// The dynamical crystals of the validation structures, with their indices in the collection.
  private(set) var validation: [(index: Int, crystal: SimulatedCrystal)] = []

  /// Simulates the master patterns that the cache lacks; each process gets all of them.
  ///
  /// - Throws: `PipelineError` after an interruption, or if no structure of a class can be simulated.
  init(
    _ collection: StructureCollection,
    _ configuration: SimulatedTrainingConfiguration,
    pool: WorkerPool,
    processes: any ProcessGroup = SingleProcess(),
    observer: any PipelineObserver
  ) throws {
    let sources = configuration.sources
    let validating = Set(collection.validation)
    let count = collection.structures.count
    func isDynamical(_ index: Int) -> Bool {
      !collection.isHeldOut[index] && configuration.twoBeamShare < 1
        && collection.structures[index].symmetry.primitive.cell.volume <= configuration.largestDynamical
    }
    func hasVirtual(_ index: Int) -> Bool {
      isDynamical(index)
        && collection.structures[index].symmetry.primitive.cell.volume <= configuration.largestVirtual ?? .infinity
    }
    if processes.count > 1 {
      let chosen = collection.structures.indices.filter { isDynamical($0) || validating.contains($0) }
      let tasks = chosen.map { (structure: collection.structures[$0], hasVirtual: hasVirtual($0)) }
      try Self.simulate(tasks, sources, pool: pool, processes: processes, observer: observer)
    }
    for (index, structure) in collection.structures.enumerated() {
      try Self.check(observer)
      try observer.receive(.simulating(index, of: count, name: structure.name))
      var dynamical: [SimulatedCrystal] = []
      var twoBeam: CrystalSampler?
      let isHeldOut = collection.isHeldOut[index]
      let label = collection.labels[index]
      do {
        if isDynamical(index) || validating.contains(index) {
          // The first of its crystals is the structure itself.
          let own = try sources.dynamical(structure, pool: pool)
          if validating.contains(index) { validation.append((index, own)) }
          if isDynamical(index) { dynamical = [own] }
          if hasVirtual(index) {
            dynamical += try sources.dynamicalCrystals(of: structure).dropFirst().map {
              try sources.dynamical($0, pool: pool)
            }
          }
        }
        if !isHeldOut, configuration.twoBeamShare > 0 {
          twoBeam = try sources.twoBeam(structure, label: label)
        }
      } catch {
        try observer.receive(.simulated)
        try observer.receive(.warning("\(structure.name): \(error)"))
      }
      if !isHeldOut,
        let sampler = sources.mixture(dynamical: dynamical, twoBeam: twoBeam, of: structure, label: label)
      {
        training.append(sampler)
      }
    }
    try observer.receive(.simulated)
    let known = Set(training.map(\.label))
    for (label, name) in collection.classes.enumerated() where !known.contains(label) {
      throw PipelineError("no structure of class \(name) can be simulated; add some of this class")
    }
    guard !validation.isEmpty else { throw PipelineError("none of the validation structures can be simulated") }
  }

  private static func check(_ observer: any PipelineObserver) throws {
    guard observer.isInterrupted else { return }
    try observer.receive(.simulated)
    throw PipelineError("interrupted; the same command continues from here")
  }

  /// Fills the cache, from which all processes then read; each structure is simulated by one of them.
  private static func simulate(
    _ tasks: [(structure: LabeledStructure, hasVirtual: Bool)],
    _ sources: StructureSources,
    pool: WorkerPool,
    processes: any ProcessGroup,
    observer: any PipelineObserver
  ) throws {
    try WorkQueue(tasks.count, among: processes).run { number -> Bool in
      let (structure, hasVirtual) = tasks[number]
      // Errors come again, and are reported, when the crystals are made.
      let crystals = hasVirtual ? try? sources.dynamicalCrystals(of: structure) : nil
      for crystal in crystals ?? [structure] { _ = try? sources.dynamical(crystal, pool: pool) }
      return true
    } check: {
      try check(observer)
    } receive: { number, _ in
      try observer.receive(.simulating(number, of: tasks.count, name: tasks[number].structure.name))
    }
  }
}

extension StructureCollection {
  /// The queue of virtual crystals that are simulated in training; nil if none are asked for.
  func freshCrystals(_ configuration: SimulatedTrainingConfiguration, seed: Int) -> CrystalQueue? {
    guard configuration.freshMasters > 0 else { return nil }
    let largest = min(configuration.largestDynamical, configuration.largestVirtual ?? .infinity)
    let chosen = structures.indices.filter {
      !isHeldOut[$0] && structures[$0].symmetry.primitive.cell.volume <= largest
    }
    // Training uses all threads already.
    let threads = max(1, WorkerPool(threads: configuration.threads).threads / 4)
    return configuration.sources.queue(
      of: chosen.map { (structures[$0], labels[$0]) },
      renewed: configuration.freshMasters,
      seed: seed,
      pool: WorkerPool(threads: threads)
    )
  }
}
