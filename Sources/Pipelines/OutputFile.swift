import Files

/// Writing of files and folders, with a one-sentence error.
package enum OutputFile {
  /// Writes a file, whole or not at all.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    do { try AtomicFile(path).write(bytes) } catch { throw PipelineError("\(path) cannot be written: \(error.reason)") }
  }

  /// Creates a folder and those above it if they do not exist.
  package static func makeFolder(_ path: String) throws {
    do { try Folder.make(path) } catch {
      throw PipelineError("\(path) cannot be created as a folder: \(error.reason); choose another path")
    }
  }
}
