import Foundation

/// The CIF files that a command line names: files themselves, and all in folders, at any depth.
enum StructureFiles {
  /// The paths, in the order of the command line, those of a folder by name; each once.
  ///
  /// - Throws: `CommandFailure` for a name that leads to nothing, or to a folder without CIF files.
  static func paths(_ arguments: [String]) throws -> [String] {
    var paths: [String] = []
    for argument in arguments {
      guard FileManager.default.fileExists(atPath: argument) else {
        throw CommandFailure("\(argument): there is no such file or folder of structures")
      }
      guard argument.isFolder else {
        paths.append(argument)
        continue
      }
      let root = argument.hasSuffix("/") ? String(argument.dropLast()) : argument
      let found = (FileManager.default.enumerator(atPath: argument)?.allObjects ?? [])
        .compactMap { $0 as? String }
        .filter { $0.lowercased().hasSuffix(".cif") }
        .sorted()
        .map { "\(root)/\($0)" }
      guard !found.isEmpty else { throw CommandFailure("\(argument): holds no CIF file (*.cif)") }
      paths += found
    }
    var seen: Set<String> = []
    return paths.filter { seen.insert($0).inserted }
  }
}
