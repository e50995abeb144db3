import Files
import Foundation

/// Files and folders that the command makes, and the one sentence where it cannot.
package enum OutputFile {
  /// Writes a file, whole or not at all.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    do { try AtomicFile(path).write(bytes) } catch {
      throw PipelineError("\(path) cannot be written: \(error.reason)")
    }
  }

  /// Makes a folder, and those that it lies in, where there is none.
  package static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw PipelineError("\(path) cannot be made a folder; choose another place")
    }
  }
}
