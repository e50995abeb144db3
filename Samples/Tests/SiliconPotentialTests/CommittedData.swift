import Atomistics
import Foundation

@testable import SiliconPotential

/// The data in the sample's folder.
enum CommittedData {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "SiliconPotential/Data")

  static func structures() throws -> [LabelledStructure] {
    try MLearnData.structures(in: folder.appending(path: "test.json"))
  }

  /// An empty folder for a test.
  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "silicon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
