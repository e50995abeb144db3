import Foundation

/// An empty folder that is removed with the value.
final class TemporaryFolder {
  private let root: String

  init() throws {
    root =
      FileManager.default.temporaryDirectory.appending(path: "ednet-files-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { root + "/" + name }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root).sorted()
  }
}
