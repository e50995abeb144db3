import Files
import Foundation

/// The models that come with ednet.
///
/// They are resources of the command. SwiftPM's accessor for resources traps if they are missing, so they are looked up
/// here: beside the executable, as in a build, and in `../share/ednet` from it, as in an installation.
package enum PackagedModel: String, CaseIterable {
  /// The accurate model: the default.
  case bravais
  /// A smaller model, five times as fast.
  case fast

  /// The name of the file within the resources.
  package var file: String { "Models/\(rawValue).safetensors" }

  /// The path of the model; nil if there is none.
  package var path: String? { places.first { FileManager.default.fileExists(atPath: $0) } }

  /// The paths at which it may be.
  package var places: [String] {
    guard let executable = Bundle.main.executablePath else { return [] }
    // A link in a folder of commands leads to the resources.
    return places(besideExecutable: URL(filePath: executable).resolvingSymlinksInPath().path)
  }

  /// The paths at which the model of an executable may be.
  package func places(besideExecutable executable: String) -> [String] {
    let folder = executable.parentFolder
    let parent = folder.parentFolder
    return [
      "\(folder)/ednet_ednet.resources/\(file)", "\(folder)/ednet_ednet.bundle/\(file)",
      "\(folder)/ednet_ednet.bundle/Contents/Resources/\(file)", "\(parent)/share/ednet/\(file)",
    ]
  }
}
