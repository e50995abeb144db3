import Foundation
import Pipelines

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
  private var names = IncomingNames()
  private var readsNames = false
  /// What was listed beforehand.
  private var listed: ArraySlice<Result<String, Failure>> = []

  init(_ arguments: [String]) { self.arguments = arguments[...] }

  /// Lists all files, which `next(_:)` still gives.
  mutating func list() -> [String] {
    var all: [Result<String, Failure>] = []
    while let chunk = next(4096) { all += chunk }
    listed = all[...]
    return all.compactMap { try? $0.get() }
  }

  /// The next files, at most `count`; nil at the end.
  mutating func next(_ count: Int) -> [Result<String, Failure>]? {
    if !listed.isEmpty {
      defer { listed = listed.dropFirst(count) }
      return Array(listed.prefix(count))
    }
    var chunk: [Result<String, Failure>] = []
    while chunk.count < count {
      if let file = pending.popFirst() {
        chunk.append(.success(file))
      } else if let name = names.pop() {
        expand(name, into: &chunk)
      } else if readsNames {
        // Who gives one name and waits for its answer shall not wait for a full chunk.
        if !chunk.isEmpty { break }
        readsNames = names.read()
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
    var folder = FolderOfPatterns()
    folder.search(path.hasSuffix("/") ? path : path + "/")
    chunk += folder.unlisted.map {
      .failure(Failure(path: $0, reason: "the folder cannot be read"))
    }
    // Sorted, so that the answers come in the same order on every file system.
    pending = folder.files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }[...]
    guard folder.unlisted.isEmpty else { return }
    if pending.isEmpty {
      chunk.append(.failure(Failure(path: path, reason: "the folder holds no PNG files")))
    }
  }
}

/// Names on standard input, one a line, taken as they come.
private struct IncomingNames {
  private var bytes: [UInt8] = []
  private var lines: ArraySlice<String> = []

  /// Takes the next name that has come.
  mutating func pop() -> String? { lines.popFirst() }

  /// Waits for more; false at the end of the input.
  mutating func read() -> Bool {
    let data = FileHandle.standardInput.availableData
    bytes += data
    let end = data.isEmpty ? bytes.count : (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    lines += bytes[..<end].split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .map { String(decoding: $0, as: UTF8.self) }
    bytes.removeFirst(end)
    return !data.isEmpty
  }
}

/// The PNG files below a folder, hidden ones left out.
private struct FolderOfPatterns {
  private(set) var files: [String] = []
  private(set) var unlisted: [String] = []
  // Links are followed, but not back into a folder that they lie in.
  private var ancestors: [String] = []

  /// Searches a folder, whose path ends in a slash.
  mutating func search(_ folder: String) {
    let place = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath().path
    guard !ancestors.contains(place) else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      unlisted.append(folder)
      return
    }
    ancestors.append(place)
    defer { ancestors.removeLast() }
    for name in names where !name.hasPrefix(".") {
      let path = folder + name
      if path.isFolder {
        search(path + "/")
      } else if name.lowercased().hasSuffix(".png") {
        files.append(path)
      }
    }
  }
}
