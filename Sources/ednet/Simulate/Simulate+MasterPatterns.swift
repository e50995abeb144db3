import Crystallography
import Diffraction
import SymmetryClassification
import Workers

/// The master patterns from which the patterns of a structure are projected.
extension Simulate {
  func masterPattern(
    of specimen: LabeledStructure,
    number: Int,
    pool: WorkerPool,
    _ progress: SimulationProgress
  ) throws(DiffractionError) -> MasterPatternFile {
    if kinematical {
      let description = MasterPatternDescription(
        crystal: specimen.name,
        spaceGroup: specimen.symmetry.spaceGroup.number,
        voltage: voltage ?? 20,
        smallestSpacing: finestSpacing(of: specimen),
        kind: "kinematical"
      )
      return MasterPatternFile(try bands(of: specimen).masterPattern(size: masterSize), description: description)
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
    if let failure { StandardError.warning("the master pattern could not be cached: \(failure)") }
    return file
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

  func writeMasterPatterns(
    _ specimens: [LabeledStructure],
    _ names: [String],
    to folder: SimulationFolder,
    _ progress: SimulationProgress
  ) throws -> (written: Int, unusable: Int) {
    let pool = WorkerPool(threads: threadsOption.threads)
    var (written, unusable) = (0, 0)
    for (number, (specimen, name)) in zip(specimens, names).enumerated() {
      guard !Interruption.isRequested else { break }
      // The JSON file is written last, so that it implies the image.
      guard !(folder.holds(name + ".png") && folder.holds(name + ".json")) else { continue }
      let file: MasterPatternFile
      do { file = try masterPattern(of: specimen, number: number, pool: pool, progress) } catch {
        Self.report(error, of: specimen, progress)
        unusable += 1
        continue
      }
      try file.write(to: "\(folder.path)/\(name).png")
      written += 1
    }
    return (written, unusable)
  }

  static func report(_ error: DiffractionError, of specimen: LabeledStructure, _ progress: SimulationProgress) {
    progress.end()
    StandardError.write("error: \(specimen.name): \(error)\n")
  }
}
