/// The outcome of a task of a simulation, in whichever process.
struct SimulatedPart: Codable, Sendable {
  /// The number of files written.
  var written = 0
  /// The reason why the structure cannot be simulated; nil if it was.
  var problem: String?
  /// A warning on the cache of master patterns.
  var warning: String?
  /// True if a signal ended the task early.
  var isInterrupted = false
}

/// The outcome of a simulation, which process 0 collects.
struct SimulationOutcome {
  /// The number of files written.
  private(set) var written = 0
  /// The number of structures that could not be simulated.
  var unusable: Int { failed.count }

  private let progress: SimulationProgress
  private var failed: Set<Int> = []
  private var warnings: Set<String> = []

  init(_ progress: SimulationProgress) { self.progress = progress }

  /// Adds the outcome of a task of a structure, and reports its warning and its problem once.
  ///
  /// - Throws: `CommandFailure` after an interruption.
  mutating func add(_ part: SimulatedPart, of structure: Int, name: String) throws {
    written += part.written
    if let warning = part.warning, warnings.insert(warning).inserted {
      progress.end()
      StandardError.warning(warning)
    }
    if let problem = part.problem, failed.insert(structure).inserted {
      progress.end()
      StandardError.write("error: \(name): \(problem)\n")
    }
    guard !part.isInterrupted, !Interruption.isRequested else {
      progress.end()
      throw CommandFailure("interrupted; the same command continues from here")
    }
  }
}
