import Files
import Foundation
import Imaging
import Pipelines

/// The files that a command line names: files, folders to search, and names on standard input.
struct PatternFiles {
  /// A name that does not exist, or a folder without images.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }

    init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

    init(path: String, _ error: FileError) {
      self.init(path: path, reason: "could not \(error.action): \(error.reason)")
    }
  }

  /// Remarks on the folders, one sentence each.
  private(set) var remarks: [String] = []

  private var arguments: ArraySlice<String>
  private var pending: ArraySlice<String> = []
  private var names = IncomingNames()
  private var readsNames = false
  /// Files that were listed in advance.
  private var listed: ArraySlice<Result<String, Failure>> = []

  init(_ arguments: [String]) { self.arguments = arguments[...] }

  /// Lists all files, which `next(_:)` returns again.
  mutating func list() -> [String] {
    let all = all()
    listed = all[...]
    return all.compactMap { try? $0.get() }
  }

  /// All files that are left.
  mutating func all() -> [Result<String, Failure>] {
    var all: [Result<String, Failure>] = []
    while let chunk = next(4096) { all += chunk }
    return all
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
        if let text = name.text {
          expand(text, into: &chunk)
        } else {
          let error = FileError(file: "\(name)", action: "open the file", cause: .nameNotUTF8)
          chunk.append(.failure(Failure(path: error.file, error)))
        }
      } else if readsNames {
        // A program that sends one name and waits for its answer must not wait for a full chunk.
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
    let root = path.withoutTrailingSlashes
    var walk = FolderWalk(root: root)
    pending = walk.files().map { root + "/" + $0 }.filter(ImageFormats.isImage)[...]
    if let remark = walk.ownRemark { remarks.append("\(path): \(remark)") }
    chunk += walk.unlisted.map {
      let path = $0.file.isEmpty ? root : root + "/" + $0.file
      return .failure(Failure(path: path, $0))
    }
    if pending.isEmpty && walk.unlisted.isEmpty {
      chunk.append(.failure(Failure(path: path, reason: "the folder holds no images")))
    }
  }
}

/// Names on standard input, one per line, as they arrive.
private struct IncomingNames {
  private var bytes: [UInt8] = []
  private var lines: ArraySlice<FileName> = []

  /// Takes the next name that has arrived.
  mutating func pop() -> FileName? { lines.popFirst() }

  /// Waits for more; false at the end of the input.
  mutating func read() -> Bool {
    let data = FileHandle.standardInput.availableData
    bytes += data
    let end = data.isEmpty ? bytes.count : (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    lines += bytes[..<end].split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map { FileName($0) }
    bytes.removeFirst(end)
    return !data.isEmpty
  }
}
