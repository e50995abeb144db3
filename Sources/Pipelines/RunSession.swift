import Files
import NeuralNetworks
import SymmetryClassification

/// The files and events of a run while it trains: what both pipelines share.
///
/// A run in the store is given up once there is something in its place, and then as a whole: a model beside the split
/// of another run would hide what it was trained on.
final class RunSession {
  let store: any RunStore
  let observer: any PipelineObserver
  let mode: RunMode
  let identity: RunIdentity
  /// The files that are written when the run begins, by name.
  let initialFiles: [(name: String, text: String)]
  /// The first error of the store or the observer.
  private(set) var failure: (any Error)?
  private var isBegun = false

  init(
    _ store: any RunStore,
    _ mode: RunMode,
    _ observer: any PipelineObserver,
    identity: RunIdentity,
    initialFiles: [(name: String, text: String)]
  ) {
    (self.store, self.mode, self.observer) = (store, mode, observer)
    (self.identity, self.initialFiles) = (identity, initialFiles)
  }

  /// Handles an event of a training.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - checkpoint: the name of the training's checkpoint.
  ///   - writesHistory: true to write the history with each checkpoint.
  /// - Returns: false if the training shall end.
  func handle(_ event: TrainingEvent, checkpoint: String, writesHistory: Bool = false) -> Bool {
    attempt {
      try observer.receive(.training(event))
      if case .checkpoint(let state) = event {
        try begin()
        try store.write(state, of: identity, to: checkpoint)
        if writesHistory { try store.write(HistoryTable.text(state.history), to: RunFile.history) }
      }
    }
    return failure == nil && !observer.isInterrupted
  }

  /// Writes the best model so far.
  func keep(_ best: Classifier) {
    attempt {
      // An epoch that was broken off has a model, and no checkpoint before it.
      try begin()
      try store.write(best.encoded(), to: RunFile.model)
    }
  }

  /// Does something whose error ends the run; nothing after an earlier error.
  private func attempt(_ body: () throws -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { failure = error }
  }

  private func begin() throws {
    guard !isBegun else { return }
    isBegun = true
    // The evaluation of a resumed run is that of an earlier model from here on.
    for name in [RunFile.evaluation, RunFile.confusion, RunFile.report, RunFile.figures] { store.remove(name) }
    if mode != .resuming { for name in store.checkpoints + [RunFile.model, RunFile.history] { store.remove(name) } }
    for file in initialFiles { try store.write(file.text, to: file.name) }
  }

  /// Reads the state from which a training resumes; nil if it starts from its beginning.
  ///
  /// - Parameters:
  ///   - checkpoint: the name of the checkpoint.
  ///   - isSilent: true to send no warning.
  /// - Returns: the state.
  /// - Throws: `PipelineError` if the checkpoint is that of another training.
  func state(_ checkpoint: String, isSilent: Bool = false) throws -> TrainingState? {
    guard mode == .resuming, let file = try store.checkpoint(checkpoint) else { return nil }
    let path = store.path(of: checkpoint)
    let (fixed, allowed) = try identity.differences(from: file.metadata, file: path)
    guard fixed.isEmpty else { throw Self.refusal(path, fixed) }
    if !isSilent, let epochs = allowed["epochs"] { try observer.receive(.warning("\(path): resumed with \(epochs)")) }
    let state = try TrainingState(file, file: path)
    try check(patience: allowed["patience"], state, path)
    return state
  }

  /// Throws if the training would have ended earlier with less patience.
  private func check(patience: String?, _ state: TrainingState, _ path: String) throws {
    guard let patience, case .whole(let epochs) = identity.options["patience"], epochs > 0,
      let end = state.end(patience: epochs), end < state.epoch
    else { return }
    throw PipelineError(
      "\(path) cannot be resumed with \(patience): the training would have ended after epoch \(end), and it has done "
        + "\(state.epoch); resume with more patience, or start again with --overwrite"
    )
  }

  static func refusal(_ path: String, _ differences: RunIdentity.Differences) -> PipelineError {
    PipelineError(
      "\(path) cannot be resumed with \(differences.text); resume with the options in \(RunFile.configuration), or "
        + "start again with --overwrite"
    )
  }

  /// Writes the evaluation of the final classifier.
  func write(_ evaluation: Evaluation) throws {
    try store.write(evaluation.json() + "\n", to: RunFile.evaluation)
    try store.write(evaluation.confusionCSV(), to: RunFile.confusion)
  }
}
