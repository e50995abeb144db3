import Files
import Foundation

/// The outcome of a self-check, kept in a file so that it runs once for each machine and version of the library.
struct KernelCheckRecord {
  /// The outcome of a self-check.
  enum Outcome: Equatable {
    case passed
    /// The reason, to follow "its self-check failed:".
    case failed(String)
  }

  /// The processor, library, core type and check that the outcome belongs to.
  let key: String
  /// The file.
  let path: String

  /// Names the record; nothing is read.
  ///
  /// - Parameters:
  ///   - core: the core type that is checked.
  ///   - processor: the processor of the machine.
  ///   - configuration: the library's description of itself.
  ///   - folder: the folder of the records.
  init(core: OpenBLASCore, processor: Processor, configuration: String, folder: String = usualFolder) {
    let features = processor.features.map(\.rawValue).sorted().joined(separator: ", ")
    key = """
      \(core.rawValue) of \(configuration) on \(processor.vendor) \(processor.family).\(processor.model).\
      \(processor.stepping) with \(features), check \(KernelCheck.version)
      """
    path = "\(folder)/\(core.rawValue)-\(FNV1a.digits(of: key.utf8)).txt"
  }

  /// The usual folder: `ednet/openblas-checks` in `$XDG_CACHE_HOME`, or in `~/.cache`.
  static var usualFolder: String { CacheFolder.usual + "/openblas-checks" }

  /// The outcome in the file, which is read at each call; nil if there is none, or that of another key.
  var outcome: Outcome? {
    guard let bytes = try? FileBytes.read(path, limit: 10_000) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 2, lines[0] == key else { return nil }
    if lines[1] == "passed" { return .passed }
    let failed = "failed: "
    return lines[1].hasPrefix(failed) ? .failed(String(lines[1].dropFirst(failed.count))) : nil
  }

  /// Writes the outcome; if that fails, the next start checks again.
  func write(_ outcome: Outcome) {
    let line =
      switch outcome {
      case .passed: "passed"
      case .failed(let reason): "failed: \(reason)"
      }
    let folder = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? AtomicFile(path).write(Array("\(key)\n\(line)\n".utf8))
  }
}
