import ArgumentParser
import Crystallography
import Diffraction
import Files
import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import RandomNumbers
import SymmetryClassification
import Synchronization
import Workers

/// `ednet simulate`.
struct Simulate: ParsableCommand {
  enum Kind: String, CaseIterable, ExpressibleByArgument { case ebsd, spots }

  static let configuration = CommandConfiguration(
    abstract: "Simulate labelled patterns from crystal structures.",
    discussion: """
      Each CIF file is a specimen; its class is determined from the symmetry of its atoms, not from \
      the file's own claim. The output folder gets <class>/<specimen>/<number>.png, patterns.csv with \
      orientation, geometry, dose and processing of each image, and simulation.json.

        ednet simulate Samples/structures --output patterns
        ednet simulate quartz.cif --output quartz --per-structure 500 --label point-group
        ednet simulate Samples/structures --output spots --kind spots --voltage 200
        ednet simulate Ni.cif --output masters --master-pattern

      The same seed gives the same bytes on any number of threads and processes (mpirun). The same \
      command continues an interrupted simulation.
      """
  )

  @Argument(help: "CIF files, and folders of them.", completion: .file(extensions: ["cif"])) var structures: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the patterns.", valueName: "folder")) var output:
    String

  @Option(help: ArgumentHelp("Patterns per structure.", valueName: "n")) var perStructure = 100

  @Option(help: "The kind of patterns: ebsd or spots.") var kind = Kind.ebsd

  @Option(
    help: ArgumentHelp(
      "The classes: \(SymmetryLevel.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "level"
    )
  ) var label = SymmetryLevel.bravaisLattice

  @Option(help: ArgumentHelp("Rows and columns of an image.", valueName: "pixels")) var size = 128

  @Option(
    help: ArgumentHelp(
      "The accelerating voltage; by default 20 for ebsd, random between 80 and 300 for spots.",
      valueName: "kV"
    )
  ) var voltage: Double?

  @Option(help: ArgumentHelp("Random seed.", valueName: "n")) var seed = 1

  @Option(help: ArgumentHelp("Bits per pixel: 8 or 16.", valueName: "bits")) var bits = 8

  @Option(
    help: ArgumentHelp(
      "The spacing of the finest planes; by default 0.4 for spots, and for ebsd 0.55 to 0.8, by the volume of the "
        + "primitive cell.",
      valueName: "Å"
    )
  ) var minimumSpacing: Double?

  @Option(help: ArgumentHelp("Rows of each hemisphere of a master pattern, odd.", valueName: "n")) var masterSize = 201

  @Option(help: ArgumentHelp("A JSON file of parameter ranges of the patterns.", valueName: "file")) var conditions:
    String?

  @Flag(help: "Write master patterns only, as <specimen>.png and <specimen>.json.") var masterPattern = false

  @Flag(help: "Use kinematical bands instead of dynamical master patterns, which is fast.") var kinematical = false

  @Option(
    help: ArgumentHelp(
      "Simulate n virtual crystals of each structure instead: its space group and arrangement of atoms with other "
        + "cells and elements, and widely varying two-beam bands.",
      valueName: "n"
    )
  ) var virtual: Int?

  @Option(help: ArgumentHelp("The folder of master patterns.", valueName: "folder")) var cache = MasterPatternCache
    .usualFolder

  @Flag(help: "Do not keep master patterns.") var noCache = false

  @Flag(help: "Replace a simulation with other options in the output folder.") var overwrite = false

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Show no progress.") var quiet = false

  func validate() throws {
    func check(_ condition: Bool, _ message: String) throws { if !condition { throw ValidationError(message) } }
    try check((1...1_000_000).contains(perStructure), "--per-structure must be 1 to 1000000.")
    try check((8...4096).contains(size), "--size must be 8 to 4096.")
    try check(bits == 8 || bits == 16, "--bits must be 8 or 16.")
    try check(
      (21...MasterPattern.largestSize).contains(masterSize) && masterSize % 2 == 1,
      "--master-size must be an odd number from 21 to \(MasterPattern.largestSize)."
    )
    if let voltage {
      let range = kind == .ebsd ? 3.0...50 : 20...1000
      try check(
        range.contains(voltage),
        "--voltage must be \(Int(range.lowerBound)) to \(Int(range.upperBound)) kV for \(kind.rawValue)."
      )
    }
    if let minimumSpacing { try check((0.3...5).contains(minimumSpacing), "--minimum-spacing must be 0.3 to 5 Å.") }
    if let virtual { try check((1...100_000).contains(virtual), "--virtual must be 1 to 100000.") }
    try check(
      virtual == nil || !(masterPattern || kinematical),
      "--virtual goes with neither --master-pattern nor --kinematical."
    )
    try check(
      kind == .ebsd || !(masterPattern || kinematical),
      "--master-pattern and --kinematical apply to EBSD only; leave out --kind spots."
    )
  }

  func run() throws { try Processes.run(simulate) }

  /// Simulates, together with the other processes of a group, which all call it.
  func simulate(_ processes: any ProcessGroup) throws {
    let isFirst = processes.rank == 0
    let conditions = try patternConditions()
    let paths = try StructureFiles.paths(structures)
    let (specimens, failed) = try specimens(paths, reports: isFirst)
    guard !specimens.isEmpty else { throw CommandFailure("none of the structures can be used") }
    let names = Self.distinctNames(specimens)
    let record = try record(specimens, names, conditions)
    let folder = try SimulationFolder.open(output, record: record, overwrite: overwrite, processes)

    Interruption.listen()
    defer { Interruption.stopListening() }
    let progress = SimulationProgress(structures: specimens.count, quiet: quiet || !isFirst)
    let began = ContinuousClock.now
    let outcome =
      masterPattern
      ? try writeMasterPatterns(specimens, names, to: folder, processes, progress)
      : try writePatterns(specimens, names, conditions, to: folder, processes, progress)
    guard isFirst else { return }
    let failures = failed + outcome.unusable
    progress.end()
    if !quiet {
      let seconds = began.duration(to: .now) / .seconds(1)
      let what = masterPattern ? "master pattern" : "pattern"
      StandardError.note(
        "\(outcome.written) \(what)\(outcome.written == 1 ? "" : "s") of \(specimens.count) "
          + "structure\(specimens.count == 1 ? "" : "s") in \(DurationText.of(seconds))"
          + (outcome.written == 0 && failures == 0 ? "; all existed already" : "")
      )
    }
    guard failures == 0 else {
      throw CommandFailure("\(failures) of \(paths.count) structures could not be used; the rest was simulated")
    }
  }

  /// The structures of files, or virtual crystals of them, and the number of files that cannot be used.
  private func specimens(_ paths: [String], reports: Bool) throws -> (usable: [LabeledStructure], failures: Int) {
    var failures = 0
    var specimens: [LabeledStructure] = []
    for path in paths {
      do {
        for specimen in try LabeledStructure.all(path: path) {
          if reports { for sentence in specimen.warnings { StandardError.warning(sentence) } }
          specimens += try virtual.map { try specimen.virtualCrystals($0, seed: seed) } ?? [specimen]
        }
      } catch {
        failures += 1
        let text = "\(error)"
        if reports { StandardError.write("error: \(text.hasPrefix(path) ? text : "\(path): \(text)")\n") }
      }
    }
    return (specimens, failures)
  }

  /// True for dynamical master patterns.
  var isDynamical: Bool { kind == .ebsd && !kinematical && virtual == nil }

  /// The parameter ranges of the file, or the defaults, at the voltage of the command line.
  private func patternConditions() throws -> PatternSeries.Ranges {
    switch kind {
    case .ebsd:
      return .ebsd(
        try conditions.map { try JSONFile.read($0) } ?? EBSDParameterRanges()
      )
    case .spots:
      var ranges: SpotParameterRanges =
        try conditions.map { try JSONFile.read($0) } ?? SpotParameterRanges()
      if let voltage { ranges.acceleratingVoltage = Float(voltage)...Float(voltage) }
      try ranges.validate()
      return .spots(ranges)
    }
  }

  /// The spacing of the finest planes of a structure in Å.
  func finestSpacing(of specimen: LabeledStructure) -> Double {
    minimumSpacing ?? (kind == .ebsd ? specimen.finestSpacing : 0.4)
  }

  private func record(
    _ specimens: [LabeledStructure],
    _ names: [String],
    _ conditions: PatternSeries.Ranges
  ) throws -> SimulationRecord {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let ranges =
      switch conditions {
      case .ebsd(let conditions): try encoder.encode(conditions)
      case .spots(let conditions): try encoder.encode(conditions)
      }
    return SimulationRecord(
      kind: (masterPattern ? "master pattern" : kind.rawValue) + (kinematical ? ", kinematical" : ""),
      label: label.rawValue,
      size: size,
      bits: bits,
      perStructure: perStructure,
      seed: seed,
      voltage: kind == .ebsd ? voltage ?? 20 : voltage,
      masterSize: isDynamical ? masterSize : nil,
      conditions: String(decoding: ranges, as: UTF8.self),
      structures: zip(specimens, names).map { specimen, name in
        .init(
          className: specimen.className(at: label),
          specimen: name,
          spaceGroup: specimen.symmetry.spaceGroup.number,
          minimumSpacing: finestSpacing(of: specimen),
          key: FNV1a.digits(of: specimen.crystal.content.utf8)
        )
      }
    )
  }

  /// The names of specimens, numbered if files have the same name.
  private static func distinctNames(_ specimens: [LabeledStructure]) -> [String] {
    var counts: [String: Int] = [:]
    return specimens.map { specimen in
      let count = counts[specimen.name, default: 0] + 1
      counts[specimen.name] = count
      return count == 1 ? specimen.name : "\(specimen.name)-\(count)"
    }
  }
}
