import Files
import Foundation

/// Files and folders that the command makes, and the one sentence where it cannot.
enum OutputFile {
  /// Writes a file, whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do { try AtomicFile(path).write(bytes) } catch {
      throw CommandFailure("\(path) cannot be written: \(error.reason)")
    }
  }

  /// Makes a folder, and those that it lies in, where there is none.
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("\(path) cannot be made a folder; choose another place")
    }
  }
}
