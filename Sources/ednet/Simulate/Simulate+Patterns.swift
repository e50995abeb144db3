import Crystallography
import Diffraction
import Imaging
import RandomNumbers
import SymmetryClassification
import Synchronization
import Workers

/// The labelled patterns and their table.
extension Simulate {
  func writePatterns(
    _ specimens: [LabeledStructure],
    _ names: [String],
    _ conditions: PatternSeries.Ranges,
    to folder: SimulationFolder,
    _ progress: SimulationProgress
  ) throws -> (written: Int, unusable: Int) {
    let pool = WorkerPool(threads: threadsOption.threads)
    let series = specimens.map { PatternSeries(of: $0, ranges: conditions, size: size, seed: seed) }
    let digits = max(4, "\(perStructure - 1)".count)
    func image(_ specimen: Int, _ number: Int) -> String {
      let text = "\(number)"
      let name = String(repeating: "0", count: digits - text.count) + text
      return "\(specimens[specimen].className(at: label))/\(names[specimen])/\(name).png"
    }
    try folder.write(table(specimens, series, image), to: PatternTable.fileName)

    var (written, unusable) = (0, 0)
    for (number, specimen) in specimens.enumerated() {
      guard !Interruption.isRequested else { break }
      let missing = (0..<perStructure).filter { !folder.holds(image(number, $0)) }
      guard !missing.isEmpty else { continue }
      let simulator: PatternSeries.Simulator
      do { simulator = try self.simulator(of: specimen, number: number, pool: pool, progress) } catch {
        Self.report(error, of: specimen, progress)
        unusable += 1
        continue
      }
      let files = missing.map { image(number, $0) }
      let failure = Mutex<(any Error)?>(nil)
      let done = Atomic(0)
      let own = series[number]
      let depth: PNG.BitDepth = bits == 8 ? .eight : .sixteen
      pool.run(missing.count) { task, _ in
        guard !Interruption.isRequested, failure.withLock({ $0 == nil }) else { return }
        let picture = own.image(of: missing[task], by: simulator, bitDepth: depth)
        do { try folder.write(PNG.encode(picture, bitDepth: depth), to: files[task]) } catch {
          failure.withLock { $0 = error }
          return
        }
        let count = done.wrappingAdd(1, ordering: .relaxed).newValue
        let fraction = 0.9 + 0.1 * Double(count) / Double(missing.count)
        progress.show(number, fraction: fraction, "\(specimen.name): patterns")
      }
      if let error = failure.withLock({ $0 }) { throw error }
      written += done.load(ordering: .relaxed)
    }
    return (written, unusable)
  }

  private func simulator(
    of specimen: LabeledStructure,
    number: Int,
    pool: WorkerPool,
    _ progress: SimulationProgress
  ) throws(DiffractionError) -> PatternSeries.Simulator {
    switch kind {
    case .spots: return .spots(try SpotSimulator(specimen.crystal, minimumSpacing: finestSpacing(of: specimen)))
    case .ebsd where virtual != nil:
      try KikuchiBands.validate(specimen.crystal.cell, minimumSpacing: finestSpacing(of: specimen))
      var generator = KeyedGenerator(seed, specimen.key)
      let projector = TwoBeamParameterRanges().projector(
        of: specimen.crystal,
        beam: ElectronBeam(acceleratingVoltage: voltage ?? 20),
        minimumSpacing: finestSpacing(of: specimen),
        using: &generator
      )
      return .ebsd(KikuchiSimulator(projector))
    case .ebsd where kinematical: return .ebsd(KikuchiSimulator(BandProjector(try bands(of: specimen))))
    case .ebsd:
      let file = try masterPattern(of: specimen, number: number, pool: pool, progress)
      return .ebsd(KikuchiSimulator(file.masterPattern))
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
