import Foundation

/// The files that a command line names: files themselves, folders to be searched, and names on standard input.
struct PatternFiles {
  /// A name that leads to nothing.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }
  }

  private var arguments: ArraySlice<String>
  private var pending: ArraySlice<String> = []
  private var readsNames = false

  init(_ arguments: [String]) { self.arguments = arguments[...] }

  /// The next files, at most `count`; nil at the end.
  mutating func next(_ count: Int) -> [Result<String, Failure>]? {
    var chunk: [Result<String, Failure>] = []
    while chunk.count < count {
      if let file = pending.popFirst() {
        chunk.append(.success(file))
      } else if readsNames {
        if let line = readLine() {
          if !line.isEmpty { expand(line, into: &chunk) }
        } else {
          readsNames = false
        }
      } else if let argument = arguments.popFirst() {
        if argument == "-" { readsNames = true } else { expand(argument, into: &chunk) }
      } else {
        break
      }
    }
    return chunk.isEmpty ? nil : chunk
  }

  private mutating func expand(_ path: String, into chunk: inout [Result<String, Failure>]) {
    guard path.isFolder else {
      chunk.append(.success(path))
      return
    }
    guard let enumerator = FileManager.default.enumerator(atPath: path) else {
      chunk.append(.failure(Failure(path: path, reason: "the folder cannot be read")))
      return
    }
    let prefix = path.hasSuffix("/") ? path : path + "/"
    // Sorted, so that the answers come in the same order on every file system.
    pending =
      enumerator.compactMap { $0 as? String }
      .filter { $0.lowercased().hasSuffix(".png") && !("/" + $0).contains("/.") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { prefix + $0 }[...]
    if pending.isEmpty {
      chunk.append(.failure(Failure(path: path, reason: "the folder holds no PNG files")))
    }
  }
}
