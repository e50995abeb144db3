import Foundation
import NeuralNetworks

/// `checkpoint.safetensors` of a training: all that it needs to go on, and what it is a training of.
struct CheckpointFile {
  let path: String
  /// What the training is of, by name.
  let content: [(name: String, value: String)]
  /// The names of what a run cannot go on with another of; another of what else there is, is said.
  var fixed: Set<String> = []

  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Writes a state, whole or not at all.
  func write(_ state: TrainingState) throws {
    let entries = Dictionary(content.map { ("training." + $0.name, $0.value) }) { first, _ in first
    }
    try state.safeTensors(metadata: entries).write(to: path)
  }

  /// Throws where there is none, or one of other fixed content; of what else is other, `read` speaks.
  func check() throws { _ = try opened() }

  private func opened() throws -> SafeTensors {
    guard exists else {
      throw CommandFailure("there is no run to go on with: \(path) does not exist")
    }
    let file = try SafeTensors(contentsOf: path)
    for (name, value) in content where fixed.contains(name) {
      guard file.metadata["training." + name] == value else {
        throw CommandFailure(
          "\(path) is of a training with other \(name); go on with what config.json beside it says, "
            + "or begin anew with --overwrite"
        )
      }
    }
    return file
  }

  /// Reads the state.
  ///
  /// - Parameter judges: the entry of the content that says what judges; where that is another, no former model is the
  ///   best.
  /// - Returns: the state, which a trainer goes on from.
  /// - Throws: `CommandFailure` where there is none, or one of other fixed content; one of another network is refused
  ///   by the trainer.
  func read(judges: String? = nil) throws -> TrainingState {
    let file = try opened()
    var isJudgedAnew = false
    for (name, value) in content {
      let kept = file.metadata["training." + name]
      guard kept != value else { continue }
      if name == judges { isJudgedAnew = true }
      guard let kept else { continue }
      StandardError.warning("goes on with other \(name): \(kept) until now, from here \(value)")
    }
    var state = try TrainingState(file, file: path)
    if isJudgedAnew { state.bestLoss = nil }
    return state
  }
}
