import Foundation

/// The model that comes with ednet.
///
/// It is a resource of the command. SwiftPM's accessor for resources traps if they are missing, so they are looked up
/// here: beside the executable, as in a build, and in `../share/ednet` from it, as in an installation.
package enum PackagedModel {
  /// The name of the file within the resources.
  package static let name = "Models/bravais.safetensors"

  /// The path of the model; nil if there is none.
  package static var path: String? { places.first { FileManager.default.fileExists(atPath: $0) } }

  /// The paths at which it may be.
  package static var places: [String] {
    guard let executable = Bundle.main.executablePath else { return [] }
    // A link in a folder of commands leads to the resources.
    return places(besideExecutable: URL(filePath: executable).resolvingSymlinksInPath().path)
  }

  /// The paths at which the model of an executable may be.
  package static func places(besideExecutable executable: String) -> [String] {
    let folder = (executable as NSString).deletingLastPathComponent
    let parent = (folder as NSString).deletingLastPathComponent
    return [
      "\(folder)/ednet_ednet.resources/\(name)", "\(folder)/ednet_ednet.bundle/\(name)",
      "\(folder)/ednet_ednet.bundle/Contents/Resources/\(name)", "\(parent)/share/ednet/\(name)",
    ]
  }
}
