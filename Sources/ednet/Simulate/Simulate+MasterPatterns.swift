import Crystallography
import Diffraction
import NeuralNetworks
import SymmetryClassification
import Workers

/// The master patterns from which the patterns of a structure are projected.
extension Simulate {
  /// The master pattern of a structure.
  ///
  /// - Parameters:
  ///   - specimen: the structure.
  ///   - number: its index.
  ///   - pool: the workers.
  ///   - progress: shows the progress.
  /// - Returns: the master pattern, and a warning if it could not be cached.
  /// - Throws: `DiffractionError` if the structure cannot be simulated.
  func masterPattern(
    of specimen: LabeledStructure,
    number: Int,
    pool: WorkerPool,
    _ progress: SimulationProgress
  ) throws(DiffractionError) -> (file: MasterPatternFile, warning: String?) {
    if kinematical {
      let description = MasterPatternDescription(
        crystal: specimen.name,
        spaceGroup: specimen.symmetry.spaceGroup.number,
        voltage: voltage ?? 20,
        smallestSpacing: finestSpacing(of: specimen),
        kind: "kinematical"
      )
      let file = MasterPatternFile(try bands(of: specimen).masterPattern(size: masterSize), description: description)
      return (file, nil)
    }
    let simulator = MasterPatternSimulator(
      acceleratingVoltage: voltage ?? 20,
      size: masterSize,
      minimumSpacing: finestSpacing(of: specimen)
    )
    try simulator.validate(for: specimen.crystal.cell)
    let (file, failure) = MasterPatternCache(folder: noCache ? nil : cache).masterPattern(
      of: specimen.crystal,
      symmetry: specimen.symmetry,
      simulator: simulator,
      pool: pool
    ) { progress.show(number, fraction: 0.9 * $0, "\(specimen.name): master pattern") }
    return (file, failure.map { "the master pattern could not be cached: \($0)" })
  }

  func bands(of specimen: LabeledStructure) throws(DiffractionError) -> KikuchiBands {
    try KikuchiBands.validate(specimen.crystal.cell, minimumSpacing: finestSpacing(of: specimen))
    return KikuchiBands(
      of: specimen.crystal,
      beam: ElectronBeam(acceleratingVoltage: voltage ?? 20),
      minimumSpacing: finestSpacing(of: specimen),
      count: 100,
      exponent: 1
    )
  }

  /// Writes the master patterns of all structures, which the processes share.
  func writeMasterPatterns(
    _ specimens: [LabeledStructure],
    _ names: [String],
    to folder: SimulationFolder,
    _ processes: any ProcessGroup,
    _ progress: SimulationProgress
  ) throws -> SimulationOutcome {
    // The JSON file is written last, so that it implies the image.
    let missing = try processes.sharing {
      specimens.indices.filter { !(folder.holds(names[$0] + ".png") && folder.holds(names[$0] + ".json")) }
    }
    return try simulateMasterPatterns(specimens, missing, processes, progress) { number, file in
      try file.write(to: "\(folder.path)/\(names[number]).png")
      return 1
    }
  }

  /// Simulates the master patterns of some structures, each in one process, which caches it.
  ///
  /// - Parameters:
  ///   - specimens: all structures.
  ///   - chosen: the indices of those to simulate.
  ///   - processes: the processes that share the work.
  ///   - progress: shows the progress.
  ///   - use: takes the index of a structure and its master pattern, and returns the number of files that it writes.
  /// - Returns: the outcome in process 0.
  /// - Throws: `CommandFailure` after an interruption, and the errors of `use`.
  func simulateMasterPatterns(
    _ specimens: [LabeledStructure],
    _ chosen: [Int],
    _ processes: any ProcessGroup,
    _ progress: SimulationProgress,
    use: @escaping @Sendable (_ number: Int, _ file: MasterPatternFile) throws -> Int = { _, _ in 0 }
  ) throws -> SimulationOutcome {
    let pool = WorkerPool(threads: threadsOption.threads)
    let ownProgress = processes.count > 1 ? SimulationProgress(structures: 0, quiet: true) : progress
    var outcome = SimulationOutcome(progress)
    try WorkQueue(chosen.count, among: processes).run { task -> SimulatedPart in
      guard !Interruption.isRequested else { return SimulatedPart(isInterrupted: true) }
      let (number, specimen) = (chosen[task], specimens[chosen[task]])
      let (file, warning): (MasterPatternFile, String?)
      do {
        (file, warning) = try masterPattern(of: specimen, number: number, pool: pool, ownProgress)
      } catch { return SimulatedPart(problem: "\(error)") }
      return SimulatedPart(written: try use(number, file), warning: warning)
    } receive: { task, part in
      try outcome.add(part, of: chosen[task], name: specimens[chosen[task]].name)
      if processes.count > 1 { progress.show(chosen[task], fraction: 0.9, "master patterns") }
    }
    return outcome
  }
}
