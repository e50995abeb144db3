import Crystallography
import Diffraction
import Imaging
import NeuralNetworks
import RandomNumbers
import SymmetryClassification
import Synchronization
import Workers

/// The labelled patterns and their table.
extension Simulate {
  /// Patterns of a structure that one process simulates.
  private struct Task {
    /// The index of the structure.
    let structure: Int
    let numbers: ArraySlice<Int>
    /// The share of the structure's patterns that are done after it.
    let share: Double
  }

  /// Writes the patterns of all structures, which the processes share.
  func writePatterns(
    _ specimens: [LabeledStructure],
    _ names: [String],
    _ conditions: PatternSeries.Ranges,
    to folder: SimulationFolder,
    _ processes: any ProcessGroup,
    _ progress: SimulationProgress
  ) throws -> SimulationOutcome {
    let series = specimens.map { PatternSeries(of: $0, ranges: conditions, size: size, seed: seed) }
    let digits = max(4, "\(perStructure - 1)".count)
    @Sendable func image(_ specimen: Int, _ number: Int) -> String {
      let text = "\(number)"
      let name = String(repeating: "0", count: digits - text.count) + text
      return "\(specimens[specimen].className(at: label))/\(names[specimen])/\(name).png"
    }
    if processes.rank == 0 { try folder.write(table(specimens, series, image), to: PatternTable.fileName) }
    let missing = try processes.sharing {
      specimens.indices.map { structure in (0..<perStructure).filter { !folder.holds(image(structure, $0)) } }
    }
    var outcome = SimulationOutcome(progress)
    // With the cache, which all can read, several processes share the patterns of a structure.
    if isDynamical, !noCache, processes.count > 1 {
      let chosen = specimens.indices.filter { !missing[$0].isEmpty }
      outcome = try simulateMasterPatterns(specimens, chosen, processes, progress)
    }
    let tasks = tasks(missing, processes)
    let pool = WorkerPool(threads: threadsOption.threads)
    let depth: PNG.BitDepth = bits == 8 ? .eight : .sixteen
    let ownProgress = processes.count > 1 ? SimulationProgress(structures: 0, quiet: true) : progress
    let latest = Mutex<(structure: Int, simulator: PatternSeries.Simulator)?>(nil)
    try WorkQueue(tasks.count, among: processes).run { number -> SimulatedPart in
      guard !Interruption.isRequested else { return SimulatedPart(isInterrupted: true) }
      let task = tasks[number]
      let specimen = specimens[task.structure]
      var part = SimulatedPart()
      let known = latest.withLock { $0?.structure == task.structure ? $0?.simulator : nil }
      let simulator: PatternSeries.Simulator
      do {
        (simulator, part.warning) =
          try known.map { ($0, nil) } ?? self.simulator(of: specimen, number: task.structure, pool: pool, ownProgress)
      } catch { return SimulatedPart(problem: "\(error)") }
      latest.withLock { $0 = (task.structure, simulator) }
      let (own, numbers) = (series[task.structure], Array(task.numbers))
      part.written = try Self.write(numbers.count, pool) { index in
        let picture = own.image(of: numbers[index], by: simulator, bitDepth: depth)
        try folder.write(PNG.encode(picture, bitDepth: depth), to: image(task.structure, numbers[index]))
      } progress: { done in
        ownProgress.show(
          task.structure,
          fraction: 0.9 + 0.1 * Double(done) / Double(numbers.count),
          "\(specimen.name): patterns"
        )
      }
      part.isInterrupted = part.written < numbers.count
      return part
    } receive: { number, part in
      let task = tasks[number]
      try outcome.add(part, of: task.structure, name: specimens[task.structure].name)
      if processes.count > 1 {
        progress.show(task.structure, fraction: task.share, "\(specimens[task.structure].name): patterns")
      }
    }
    return outcome
  }

  /// Divides patterns into tasks; without shared master patterns a task has all patterns of a structure.
  private func tasks(_ missing: [[Int]], _ processes: any ProcessGroup) -> [Task] {
    let isWhole = processes.count == 1 || isDynamical && noCache
    let count = missing.reduce(0) { $0 + $1.count }
    let size = isWhole ? perStructure : WorkQueue.size(of: count, among: processes, in: 8...256)
    return missing.enumerated().flatMap { structure, numbers in
      stride(from: 0, to: numbers.count, by: size).map { first in
        let end = min(first + size, numbers.count)
        return Task(structure: structure, numbers: numbers[first..<end], share: Double(end) / Double(numbers.count))
      }
    }
  }

  /// Writes files on several threads until one fails or a signal arrives; returns their number.
  private static func write(
    _ count: Int,
    _ pool: WorkerPool,
    file: @Sendable (_ index: Int) throws -> Void,
    progress: @Sendable (_ done: Int) -> Void
  ) throws -> Int {
    let failure = Mutex<(any Error)?>(nil)
    let done = Atomic(0)
    pool.run(count) { index, _ in
      guard !Interruption.isRequested, failure.withLock({ $0 == nil }) else { return }
      do { try file(index) } catch {
        failure.withLock { $0 = error }
        return
      }
      progress(done.wrappingAdd(1, ordering: .relaxed).newValue)
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return done.load(ordering: .relaxed)
  }

  private func simulator(
    of specimen: LabeledStructure,
    number: Int,
    pool: WorkerPool,
    _ progress: SimulationProgress
  ) throws(DiffractionError) -> (simulator: PatternSeries.Simulator, warning: String?) {
    switch kind {
    case .spots:
      return (.spots(try SpotSimulator(specimen.crystal, minimumSpacing: finestSpacing(of: specimen))), nil)
    case .ebsd where virtual != nil:
      try KikuchiBands.validate(specimen.crystal.cell, minimumSpacing: finestSpacing(of: specimen))
      var generator = KeyedGenerator(seed, specimen.key)
      let projector = TwoBeamParameterRanges().projector(
        of: specimen.crystal,
        beam: ElectronBeam(acceleratingVoltage: voltage ?? 20),
        minimumSpacing: finestSpacing(of: specimen),
        using: &generator
      )
      return (.ebsd(KikuchiSimulator(projector)), nil)
    case .ebsd where kinematical: return (.ebsd(KikuchiSimulator(BandProjector(try bands(of: specimen)))), nil)
    case .ebsd:
      let (file, warning) = try masterPattern(of: specimen, number: number, pool: pool, progress)
      return (.ebsd(KikuchiSimulator(file.masterPattern)), warning)
    }
  }

  private func table(
    _ specimens: [LabeledStructure],
    _ series: [PatternSeries],
    _ image: (_ specimen: Int, _ number: Int) -> String
  ) -> [UInt8] {
    var text = ""
    for (index, specimen) in specimens.enumerated() {
      for number in 0..<perStructure {
        let columns = series[index].columns(of: number)
        if text.isEmpty { text = CSV.line(["file", "space_group"] + columns.map(\.name)) }
        let group = "\(specimen.symmetry.spaceGroup.number)"
        text += CSV.line([image(index, number), group] + columns.map(\.value))
      }
    }
    return Array(text.utf8)
  }
}
