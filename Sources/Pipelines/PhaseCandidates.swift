import Crystallography
import Diffraction
import NeuralNetworks
import SymmetryClassification
import Workers

/// The candidates of a phase identification, with their master patterns.
struct PhaseCandidates {
  /// The candidates.
  let phases: [PhaseCandidate]
  /// Their crystals.
  let structures: [LabeledStructure]
  /// Their master patterns.
  let masterPatterns: [MasterPattern]

  /// Reads structures, and simulates the dynamical master patterns that the cache lacks.
  ///
  /// - Parameters:
  ///   - configuration: the settings.
  ///   - voltage: the accelerating voltage in kV.
  ///   - pool: the workers.
  ///   - processes: the processes that share the simulation, if there is a cache.
  ///   - observer: an observer of progress and warnings.
  /// - Throws: `PipelineError` if a structure cannot be used, or after an interruption.
  init(
    _ configuration: PhaseConfiguration,
    voltage: Double,
    pool: WorkerPool,
    processes: any ProcessGroup,
    observer: any PipelineObserver
  ) throws {
    var structures: [LabeledStructure] = []
    for path in try StructureFiles.paths(configuration.structures) {
      for structure in try LabeledStructure.all(path: path) {
        for warning in structure.warnings { try observer.receive(.warning(warning)) }
        if let same = structures.first(where: { $0.key == structure.key }) {
          throw PipelineError("\(structure.name) and \(same.name) are the same crystal; leave one of them out")
        }
        structures.append(structure)
      }
    }
    let names = Dictionary(grouping: structures, by: \.name)
    if let name = names.first(where: { $0.value.count > 1 })?.key {
      throw PipelineError("two candidates have the name \(name); rename one of the files")
    }
    if processes.count > 1, configuration.cache != nil {
      // Each is simulated by one process, and then read by all.
      let all = structures
      try WorkQueue(all.count, among: processes).run { index -> Bool in
        _ = try Self.masterPattern(of: all[index], configuration, voltage: voltage, pool: pool)
        return true
      } check: {
        guard !observer.isInterrupted else { throw Self.interruption }
      } receive: { index, _ in
        try observer.receive(.simulating(index, of: all.count, name: all[index].name))
      }
    }
    var (phases, masterPatterns): ([PhaseCandidate], [MasterPattern]) = ([], [])
    for (index, structure) in structures.enumerated() {
      guard !observer.isInterrupted else { throw Self.interruption }
      try observer.receive(.simulating(index, of: structures.count, name: structure.name))
      let (file, failure) = try Self.masterPattern(of: structure, configuration, voltage: voltage, pool: pool)
      if let failure { try observer.receive(.warning("the master pattern could not be cached: \(failure)")) }
      masterPatterns.append(file.masterPattern)
      phases.append(
        PhaseCandidate(
          name: structure.name,
          projector: KikuchiProjector(file.masterPattern),
          rotations: structure.symmetry.rotations(in: structure.crystal.cell)
        )
      )
    }
    try observer.receive(.simulated)
    (self.phases, self.structures, self.masterPatterns) = (phases, structures, masterPatterns)
  }

  private static var interruption: PipelineError { PipelineError("interrupted; the same command continues from here") }

  /// The master pattern of a structure, and the error if it could not be cached.
  private static func masterPattern(
    of structure: LabeledStructure,
    _ configuration: PhaseConfiguration,
    voltage: Double,
    pool: WorkerPool
  ) throws -> (file: MasterPatternFile, failure: (any Error)?) {
    let simulator = MasterPatternSimulator(
      acceleratingVoltage: voltage,
      size: configuration.masterSize,
      minimumSpacing: structure.finestSpacing
    )
    do { try simulator.validate(for: structure.crystal.cell) } catch {
      throw PipelineError("\(structure.name): \(error)")
    }
    return MasterPatternCache(folder: configuration.cache).masterPattern(
      of: structure.crystal,
      symmetry: structure.symmetry,
      simulator: simulator,
      pool: pool
    )
  }
}
