import ArgumentParser
import Foundation
import SampleSupport

/// Writes the sample's tables from the original files.
struct Prepare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the tables in Data from the files of Ye et al. and pymatgen."
  )

  @Option(help: "The folder with the original files.")
  var data = "../shared/seeddata/crystal_dnn_ye2018"

  @Option(help: "The folder for the tables.")
  var output = "Samples/CrystalStability/Data"

  func run() throws {
    let files = try OriginalFiles(folder: URL(filePath: data))
    for (name, lines) in [
      ("perovskites.csv", files.perovskites), ("mixed_perovskites.csv", files.mixedPerovskites),
      ("oxides.csv", files.oxideTable), ("ions.csv", files.ionTable),
    ] {
      let text = lines.joined(separator: "\n") + "\n"
      let url = URL(filePath: output).appending(path: name)
      do { try Data(text.utf8).write(to: url) } catch {
        throw SampleError("cannot write \(url.path): check that the folder exists and can be written to")
      }
      print("\(url.relativePath): \(lines.count - 1) rows")
    }
  }
}
