import ArgumentParser
import Atomistics
import Figures
import Foundation
import SampleSupport

/// Molecular dynamics of the melt.
struct Dynamics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the silicon melt and compare its radial distribution function with DFT's."
  )

  @OptionGroup var folders: DataFolders
  @OptionGroup var threads: ThreadOption

  @Option(help: "A potential that `train` wrote; without one, the published network.")
  var potential: String?

  @Option(help: "The measured time in ps.")
  var duration = 20.0

  @Option(help: "The key of all random numbers.")
  var key = 1

  @Option(help: ArgumentHelp("The folder of the figure.", valueName: "folder"))
  var figures: String?

  func validate() throws {
    guard duration >= 0.01 else { throw ValidationError("--duration must be at least 0.01 ps, not \(duration)") }
  }

  func run() throws {
    let silicon: any Potential =
      try potential.map { try StoredPotential(contentsOf: URL(filePath: $0)).potential(threads: threads.threads) }
      ?? N2P2Files.potential(in: folders.mlearn, threads: threads.threads)
    var table = TargetTable()
    try Self.add(
      to: &table,
      silicon,
      name: potential == nil ? "published network" : "our network",
      duration: duration,
      key: key,
      folders: folders,
      figures: figures
    )
    print(table)
    try table.verify()
  }

  /// Adds the numbers of a run and writes its figure.
  static func add(
    to table: inout TargetTable,
    _ potential: some Potential,
    name: String,
    duration: Double,
    key: Int,
    folders: DataFolders,
    figures: String?
  ) throws {
    let curves = try DigitisedCurves(contentsOf: folders.curves)
    let run = MeltRun(potential, duration: duration, key: key)
    guard let difference = curves.differences(of: run.distribution, from: "DFT") else {
      throw SampleError("\(folders.curves.path()) has no curve DFT")
    }
    table.add("\(name): mean |Δg| to DFT", .atMost(0.03), measured: difference.mean)
    table.add("\(name): greatest |Δg| to DFT", .none, measured: difference.greatest)
    table.add("\(name): mean temperature", .within(2900...3100), measured: run.temperature, unit: "K")
    table.add("\(name): energy drift", .within(-0.2...0.2), measured: run.drift, unit: "meV/atom/ps")
    table.add("\(name): energy fluctuation", .none, measured: run.fluctuation, unit: "meV/atom")
    if let figures {
      try FigureFiles.write(curves.figure(with: run.distribution, name: name), "silicon-melt", to: figures)
    }
  }
}
