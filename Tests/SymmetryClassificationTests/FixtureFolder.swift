import Foundation

/// The folders that tests read.
enum FixtureFolder {
  /// The fixtures of these tests.
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Fixtures"
  )

  /// The data of the house beside the repository, which need not be there.
  static let shared = URL(filePath: #filePath).appending(path: "../../../../shared").standardized

  /// Whether `path` of the data of the house is there.
  static func sharedHas(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: shared.appending(path: path).path)
  }
}
