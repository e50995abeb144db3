import Foundation
import TestSupport

@testable import Crystallography

/// The folders of structures in this project and in the shared folder next to it.
enum StructureFiles {
  /// The structures of this project, one folder for each Bravais lattice.
  static let samples = Project.structures

  /// The structures of the shared folder, which is optional.
  static let shared = Project.shared.appending(path: "structures")

  static func exist(at folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.path)
  }

  /// The CIF files in a folder for one Bravais lattice, by name.
  static func files(of lattice: BravaisLattice, in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: lattice.rawValue),
      includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "cif" }
    .sorted { $0.path < $1.path }
  }
}
