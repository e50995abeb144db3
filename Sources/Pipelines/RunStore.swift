import Files
import Foundation
import Synchronization

/// The treatment of a run that is already in the store.
public enum RunMode: Sendable, Hashable {
  /// A run in the store is an error.
  case new
  /// A run in the store is replaced, once the new one has something in its place.
  case overwriting
  /// The run in the store continues.
  case resuming
}

/// The place of a run's files; each file is replaced whole or not at all.
public protocol RunStore: AnyObject, Sendable {
  /// The name of the place in messages, such as the path of a folder.
  var location: String { get }

  /// The names of all files.
  var names: [String] { get }

  /// Makes sure that the store can be written to.
  ///
  /// - Throws: `PipelineError` if it cannot, or if the mode does not allow for the run that it holds.
  func open(_ mode: RunMode) throws

  /// Ends the use of the store, which another run may open from then on.
  func close()

  /// The content of a file; nil if there is none.
  func read(_ name: String) throws -> [UInt8]?

  /// Writes a file; `/` in its name separates folders.
  func write(_ bytes: [UInt8], to name: String) throws

  /// Removes a file or folder, if there is one.
  func remove(_ name: String)
}

/// The names of a run's files.
public typealias RunFile = Files.RunFile

extension RunFile {
  /// The checkpoint of a training; `seed` distinguishes the trainings of a run of several.
  static func checkpoint(seed: Int?) -> String { "checkpoint" + (seed.map { "-\($0)" } ?? "") + ".safetensors" }
}

extension RunStore {
  /// Does nothing.
  public func close() {}

  /// Writes a text file.
  public func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// The names of all checkpoints, sorted.
  var checkpoints: [String] { names.filter(RunFile.isCheckpoint).sorted() }

  /// The name of a file with the location in front.
  func path(of name: String) -> String { location + "/" + name }

  /// Throws if the mode does not allow for the run in the store.
  func check(_ mode: RunMode) throws(PipelineError) {
    guard mode != .new || (!names.contains(RunFile.model) && checkpoints.isEmpty) else {
      throw PipelineError(
        "\(location) already holds a run; choose another folder with --output, continue the run with --resume, "
          + "or replace it with --overwrite"
      )
    }
  }
}

/// A run in a folder.
public final class FolderRunStore: RunStore {
  /// The path of the folder.
  public let location: String
  private let lock = Mutex<FolderLock?>(nil)
  private static let probe = ".ednet-probe"

  /// Names a folder, which need not exist yet.
  public init(_ path: String) { location = path.withoutTrailingSlashes }

  /// The names of the files in the folder.
  public var names: [String] { Folder.readableNames(location) }

  /// Creates the folder, locks it against other trainings, and writes a file to it, so that a full disk or a missing
  /// permission costs no training.
  public func open(_ mode: RunMode) throws {
    guard !location.isEmpty else { throw PipelineError("the name of the run's folder is empty") }
    if FileManager.default.fileExists(atPath: location) {
      guard location.isFolder else { throw PipelineError("\(location) is a file; --output names a folder") }
    }
    do { try Folder.make(location) } catch {
      throw PipelineError("cannot write to \(location): \(error.reason)")
    }
    try takeLock()
    do {
      try check(mode)
      AtomicFile.removeLeftovers(in: location)
      try probe()
    } catch {
      close()
      throw error
    }
  }

  private func probe() throws(PipelineError) {
    do { try AtomicFile(path(of: Self.probe)).write([], isFlushed: false) } catch {
      throw PipelineError("cannot write to \(location): \(error.reason)")
    }
    remove(Self.probe)
  }

  private func takeLock() throws {
    try lock.withLock { lock in
      guard lock == nil else { return }
      do { lock = try FolderLock(location) } catch let error as FileError {
        throw PipelineError("cannot write to \(location): \(error.reason)")
      }
      guard lock != nil else {
        throw PipelineError(
          "another training is writing to \(location); wait for its end, or choose another folder with --output"
        )
      }
    }
  }

  /// Unlocks the folder.
  public func close() { lock.withLock { $0 = nil } }

  /// Reads a file of the folder.
  public func read(_ name: String) throws -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: path(of: name)) else { return nil }
    return try FileBytes.read(path(of: name))
  }

  /// Writes a file of the folder.
  public func write(_ bytes: [UInt8], to name: String) throws {
    if let slash = name.lastIndex(of: "/") { try OutputFile.makeFolder(path(of: String(name[..<slash]))) }
    try OutputFile.write(bytes, to: path(of: name))
  }

  /// Removes a file or folder.
  public func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(of: name)) }
}

/// A run in memory.
public final class MemoryRunStore: RunStore {
  private let files = Mutex<[String: [UInt8]]>([:])

  /// The name of the store in messages.
  public let location = "memory"

  /// Creates an empty store.
  public init() {}

  /// The names of the files, sorted.
  public var names: [String] { files.withLock { $0.keys.sorted() } }

  /// Checks the mode.
  public func open(_ mode: RunMode) throws { try check(mode) }

  /// Returns the content of a file.
  public func read(_ name: String) -> [UInt8]? { files.withLock { $0[name] } }

  /// Keeps a file.
  public func write(_ bytes: [UInt8], to name: String) { files.withLock { $0[name] = bytes } }

  /// Forgets a file, or all files of a folder.
  public func remove(_ name: String) {
    files.withLock { $0 = $0.filter { $0.key != name && !$0.key.hasPrefix(name + "/") } }
  }
}
