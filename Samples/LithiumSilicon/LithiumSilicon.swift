import ArgumentParser
import Atomistics
import BLASKernels
import Foundation
import SampleSupport
import Workers

/// The command `lithium-silicon`.
@main struct LithiumSilicon: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lithium-silicon",
    abstract: "Neural network potentials for lithium silicides (Artrith, Urban and Ceder, 2018).",
    subcommands: [Check.self, Energies.self, Delithiate.self, Distil.self]
  )

  static func main() {
    KernelChoice.make()
    main(nil)
  }
}

/// The options of all commands.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of networks, reference energies and structures.", valueName: "folder"))
  var data = "Samples/LithiumSilicon/Data"

  @Option(help: "The threads; by default one per processor. Results have the same bits on any number.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, not \(threads)") }
    guard FileManager.default.fileExists(atPath: data) else {
      throw ValidationError("there is no folder \(data): run the command from ednet's folder, or give --data")
    }
  }

  var folder: URL { URL(filePath: data) }

  func potential() throws -> NeuralPotential<ChebyshevDescriptor> {
    try AenetFile.potential(in: folder, threads: threads)
  }

  func crystals() throws -> [(name: String, structure: AtomicStructure)] {
    try StructureFiles.extendedXYZ(folder.appending(path: "crystals.xyz"))
  }
}

/// All numbers of the sample.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every target beside the measured value; fail on a miss (about 10 minutes)."
  )

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("The folder of the figure.", valueName: "folder"))
  var figures: String?

  func run() throws {
    var table = TargetTable()
    try Energies.add(to: &table, common)
    try Delithiate.add(to: &table, common, picoseconds: 2, settings: .init(), key: 1, figures: figures)
    try Distil.add(to: &table, common, settings: .init())
    print(table)
    try table.verify()
  }
}
