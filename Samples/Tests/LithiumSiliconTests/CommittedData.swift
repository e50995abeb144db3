import Foundation

/// The data in the sample's folder.
enum CommittedData {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "LithiumSilicon/Data")

  /// A file of a test in a new folder.
  static func temporaryFile(_ name: String, _ content: Data) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lithium-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: name)
    try content.write(to: file)
    return file
  }
}
