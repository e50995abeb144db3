import Files
import Foundation

/// The CIF files that a person names: files themselves, and all files in folders, at any depth.
package enum StructureFiles {
  /// The paths, in the order of the names, those of a folder sorted; each once.
  ///
  /// - Throws: `PipelineError` for a name that does not exist, or a folder without CIF files.
  package static func paths(_ names: [String]) throws -> [String] {
    var paths: [String] = []
    for given in names {
      let name = try existing(given)
      guard name.isFolder else {
        paths.append(name)
        continue
      }
      let root = name.withoutTrailingSlashes
      var walk = FolderWalk(root: root)
      let found = walk.files().filter { $0.lowercased().hasSuffix(".cif") }.map { "\(root)/\($0)" }
      if let error = walk.unlisted.first {
        throw PipelineError("\(root)/\(error.file): could not \(error.action): \(error.reason)")
      }
      guard !found.isEmpty else { throw PipelineError("\(name): holds no CIF files (*.cif)") }
      paths += found
    }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
  }

  /// The path of a name, to which `.cif` is added if only then there is a file.
  private static func existing(_ name: String) throws(PipelineError) -> String {
    let manager = FileManager.default
    for path in [name, name + ".cif"] where manager.fileExists(atPath: path) { return path }
    let siblings = Folder.readableNames(name.parentFolder)
    let nearest = siblings.filter { !$0.hasPrefix(".") }.suggestion(for: name.lastPathComponent)
    throw PipelineError("\(name): no such file or folder of structures\(nearest)")
  }
}
