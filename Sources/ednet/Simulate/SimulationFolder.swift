import ArgumentParser
import Files
import Foundation
import NeuralNetworks
import Pipelines
import SymmetryClassification

/// The output folder of a simulation, with a record of its content by which the simulation can be resumed.
struct SimulationFolder {
  let path: String
  /// The lock that is held as long as the folder is in use; nil in all processes but the first.
  private let lock: FolderLock?

  /// Opens a folder in process 0, and then in all others, where it must be the same one.
  ///
  /// - Throws: as ``init(_:record:overwrite:)``, and `CommandFailure` in a process that does not see the folder.
  static func open(
    _ path: String,
    record: SimulationRecord,
    overwrite: Bool,
    _ processes: any ProcessGroup
  ) throws -> SimulationFolder {
    guard processes.count > 1 else { return try SimulationFolder(path, record: record, overwrite: overwrite) }
    var opened: SimulationFolder?
    _ = try processes.gathering {
      if processes.rank == 0 { opened = try SimulationFolder(path, record: record, overwrite: overwrite) }
      return []
    }
    _ = try processes.gathering {
      opened = try opened ?? SimulationFolder(joining: path, record: record)
      return []
    }
    guard let opened else { throw CommandFailure("\(path) cannot be opened") }
    return opened
  }

  /// The folder that process 0 opened.
  private init(joining path: String, record: SimulationRecord) throws {
    (self.path, lock) = (path, nil)
    let bytes = try record.bytes
    guard (try? FileBytes.read(path + "/" + PatternFolder.simulationRecord, limit: 1 << 26)) == bytes else {
      throw CommandFailure("\(path) is not the folder of process 0; choose one that all hosts share with --output")
    }
  }

  /// Opens a folder for a simulation.
  ///
  /// - Parameters:
  ///   - path: the folder, which is created if it does not exist.
  ///   - record: everything that determines the images.
  ///   - overwrite: true to remove the files of another simulation.
  /// - Throws: `CommandFailure` if the folder holds something else.
  init(_ path: String, record: SimulationRecord, overwrite: Bool) throws {
    self.path = path
    guard !path.isEmpty else { throw ValidationError("The name of the folder for --output is empty.") }
    let recordPath = path + "/" + PatternFolder.simulationRecord
    let bytes = try record.bytes
    let manager = FileManager.default
    guard FileStatus(path)?.isFolder != false else {
      throw CommandFailure("\(path) is a file; --output names a folder")
    }
    try Self.make(path)
    lock = try Self.lock(path)
    // Files of a simulation that was killed while it wrote.
    AtomicFile.removeLeftovers(in: path)
    if manager.fileExists(atPath: recordPath) {
      guard try FileBytes.read(recordPath, limit: 1 << 26) != bytes else { return }
      guard overwrite else {
        throw CommandFailure(
          "\(path) already holds a simulation of other structures or options; choose another folder with "
            + "--output, or replace it with --overwrite"
        )
      }
      try removeImages()
    } else if let names = try? Folder.names(path), names.contains(where: { $0.text != FolderLock.fileName }) {
      throw CommandFailure("\(path) holds other files; choose a new or an empty folder with --output")
    }
    try write(bytes, to: PatternFolder.simulationRecord)
  }

  private static func lock(_ path: String) throws -> FolderLock {
    do {
      guard let lock = try FolderLock(path) else {
        throw CommandFailure(
          "another simulation is writing to \(path); wait for its end, or choose another folder with --output"
        )
      }
      return lock
    } catch let error as FileError { throw CommandFailure("\(path) cannot be written to: \(error.reason)") }
  }

  /// True if an image exists; it is complete, since images are written whole or not at all.
  func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

  /// Writes a file and creates its folders.
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = path + "/" + name
    try Self.make(file.parentFolder)
    do { try AtomicFile(file).write(bytes, isFlushed: false) } catch {
      throw CommandFailure("\(file) cannot be written: \(error.reason)")
    }
  }

  private static func make(_ folder: String) throws {
    do { try Folder.make(folder) } catch { throw CommandFailure("\(folder) cannot be created: \(error.reason)") }
  }

  /// Removes the images in the table of the earlier simulation, and nothing else.
  private func removeImages() throws {
    let table = path + "/" + PatternTable.fileName
    let former = try? PatternTable(FileBytes.read(table, limit: 1 << 30))
    for name in (former?.rows ?? [:]).keys where !name.hasPrefix("/") && !name.contains("..") {
      try? FileManager.default.removeItem(atPath: path + "/" + name)
    }
    for name in [PatternTable.fileName, PatternFolder.simulationRecord] {
      try? FileManager.default.removeItem(atPath: path + "/" + name)
    }
  }
}

/// Everything that determines the output of a simulation, written beside it.
struct SimulationRecord: Codable, Equatable {
  var version = Version.current
  var kind: String
  var label: String
  var size: Int
  var bits: Int
  var perStructure: Int
  var seed: Int
  var voltage: Double?
  var masterSize: Int?
  var conditions: String
  var structures: [Structure]

  /// The bytes of the file.
  var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try [UInt8](encoder.encode(self)) + Array("\n".utf8)
    }
  }

  struct Structure: Codable, Equatable {
    var className: String
    var specimen: String
    var spaceGroup: Int
    var minimumSpacing: Double
    var key: String
  }
}
