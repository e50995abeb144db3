import ArgumentParser
import Foundation
import SampleSupport

/// The folders of the data that a command reads.
struct DataFolders: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of mlearn's structures and network.", valueName: "folder"))
  var data = "../shared/seeddata/si_mlearn"

  @Option(help: ArgumentHelp("The folder of the digitised radial distribution functions.", valueName: "folder"))
  var distributions = "../shared/seeddata/si_rdf_behler2007_fig3"

  func validate() throws {
    for folder in [data, distributions] where !FileManager.default.fileExists(atPath: folder) {
      throw ValidationError(
        "there is no folder \(folder): its content and source are described in Samples/SiliconPotential/Data/README.md"
      )
    }
  }

  var mlearn: URL { URL(filePath: data) }

  /// The digitised curves of Behler and Parrinello's figure 3.
  var curves: URL { URL(filePath: distributions).appending(path: "rdf_fig3_digitised.csv") }
}

/// The threads of a command.
struct ThreadOption: ParsableArguments {
  @Option(help: "The threads; by default one per processor. Results have the same bits on any number.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, not \(threads)") }
  }
}
