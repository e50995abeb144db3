import Foundation

/// The data of the house beside the repository, which need not be there.
enum SharedData {
  private static let folder = URL(filePath: #filePath).appending(path: "../../../../shared")
    .standardized

  /// The path of a file or folder of it.
  static func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Whether it is there.
  static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
