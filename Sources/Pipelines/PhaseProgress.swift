import Crystallography
import Diffraction
import Files
import Foundation
import NeuralNetworks

/// The finished parts of a phase identification, kept in a folder so that an interrupted run continues.
///
/// In a group of processes, process 0 alone uses the folder.
struct PhaseProgress {
  /// The orientation and the score of a candidate.
  struct Match: Codable {
    let orientation: Orientation
    let score: Float
  }

  /// The matches of the patterns of a part.
  struct Part: Codable {
    let matches: [[Match]]

    init(_ matches: [[PatternMatch]]) {
      self.matches = matches.map { $0.map { Match(orientation: $0.orientation, score: $0.score) } }
    }

    /// The matches as they were, to the last bit, on their detector.
    func patternMatches(on geometry: DetectorGeometry) -> [[PatternMatch]] {
      matches.map { candidates in
        candidates.map { PatternMatch(orientation: $0.orientation, geometry: geometry, score: $0.score) }
      }
    }
  }

  private let folder: String
  private let processes: any ProcessGroup
  private static let identityFile = "run.json"

  private static func folder(in output: String) -> String { "\(output)/unfinished" }

  /// Opens the folder, or creates it for a new run.
  ///
  /// - Parameters:
  ///   - output: the folder of the results.
  ///   - identity: the values that determine the result, by their names.
  ///   - processes: the processes that share the run.
  /// - Throws: `PipelineError` if the folder holds parts of a run with other values.
  init(output: String, identity: [String: String], processes: any ProcessGroup = SingleProcess()) throws {
    (folder, self.processes) = (Self.folder(in: output), processes)
    _ = try processes.gathering {
      if processes.rank == 0 { try Self.open(folder, identity) }
      return []
    }
  }

  private static func open(_ folder: String, _ identity: [String: String]) throws {
    let path = "\(folder)/\(identityFile)"
    guard FileStatus(path) != nil else {
      try OutputFile.makeFolder(folder)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      try OutputFile.write(Array(encoder.encode(identity)), to: path)
      return
    }
    let former: [String: String] = try JSONFile.read(path)
    let names = Set(former.keys).union(identity.keys).sorted()
    guard let changed = names.first(where: { former[$0] != identity[$0] }) else { return }
    func text(_ value: String?) -> String { value ?? "absent" }
    throw PipelineError(
      "\(folder) holds an unfinished run with another \(changed) (\(text(former[changed])), now "
        + "\(text(identity[changed]))); repeat its command, or remove the folder to start again"
    )
  }

  /// The matches of a part, in process 0; nil if it is not finished.
  ///
  /// - Throws: `PipelineError` if its file is damaged.
  func part(_ number: Int) throws -> Part? {
    let path = path(number)
    return FileStatus(path) == nil ? nil : try JSONFile.read(path)
  }

  /// Keeps a finished part, in process 0.
  func keep(_ part: Part, as number: Int) throws {
    try OutputFile.write(Array(JSONEncoder().encode(part)), to: path(number))
  }

  /// The detectors of all groups of images, in process 0; nil if they are not known yet.
  ///
  /// - Throws: `PipelineError` if their file is damaged.
  func detectors() throws -> [DetectorGeometry]? {
    FileStatus(detectorsPath) == nil ? nil : try JSONFile.read(detectorsPath)
  }

  /// Keeps the detectors of all groups of images, in process 0.
  func keep(_ detectors: [DetectorGeometry]) throws {
    try OutputFile.write(Array(JSONEncoder().encode(detectors)), to: detectorsPath)
  }

  private var detectorsPath: String { "\(folder)/detectors.json" }

  /// The store of the training of a network, for all processes.
  var training: any RunStore {
    let store = FolderRunStore(folder)
    return processes.count > 1 ? SharedRunStore(store, among: processes) : store
  }

  /// Removes the parts after the results are written.
  static func remove(from output: String) { try? FileManager.default.removeItem(atPath: folder(in: output)) }

  private func path(_ number: Int) -> String { "\(folder)/\(number).json" }
}
