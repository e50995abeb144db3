import Foundation

/// Files of this project and the data beside it, found from the place of this source file.
public enum Project {
  /// The folder of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The structures that come with the project, one folder for each Bravais lattice.
  public static let structures = root.appending(path: "Samples/structures")

  /// The data beside the project, which may be missing.
  public static let shared = root.deletingLastPathComponent().appending(path: "shared")

  /// Returns whether the data beside the project holds a file or folder.
  public static func sharedHas(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: shared.appending(path: path).path)
  }

  /// The folder of fixtures of a test target.
  public static func fixtures(of target: String) -> URL {
    root.appending(path: "Tests/\(target)/Fixtures")
  }
}
