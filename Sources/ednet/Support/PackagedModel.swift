import Foundation

/// The model that comes with ednet, for those who name none.
///
/// It is a resource of the command. The accessor that SwiftPM makes for resources ends the program where they are not
/// there, so that they are looked for here: beside the executable, as a build leaves them, and in `../share/ednet` of
/// it, as an installation does.
enum PackagedModel {
  /// The name of the file within the resources.
  static let name = "Models/bravais.safetensors"

  /// The path of the model; nil where there is none.
  static var path: String? { places.first { FileManager.default.fileExists(atPath: $0) } }

  /// Where it is looked for.
  static var places: [String] {
    guard let executable = Bundle.main.executablePath else { return [] }
    // A link in a folder of commands leads to where the resources are.
    return places(
      besideExecutable: URL(filePath: executable).resolvingSymlinksInPath().path
    )
  }

  /// Where the model of an executable is looked for.
  static func places(besideExecutable executable: String) -> [String] {
    let folder = (executable as NSString).deletingLastPathComponent
    let parent = (folder as NSString).deletingLastPathComponent
    return [
      "\(folder)/ednet_ednet.resources/\(name)",
      "\(folder)/ednet_ednet.bundle/\(name)",
      "\(folder)/ednet_ednet.bundle/Contents/Resources/\(name)",
      "\(parent)/share/ednet/\(name)",
    ]
  }
}
