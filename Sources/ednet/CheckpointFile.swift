import Foundation
import NeuralNetworks

/// `checkpoint.safetensors` of a run: all that it needs to go on, and what it is a training of.
struct CheckpointFile {
  let path: String
  /// What the training is of, by name; a run may go on with other data or rates, which is said.
  let content: [(name: String, value: String)]

  /// Writes a state, whole or not at all.
  func write(_ state: TrainingState) throws {
    let entries = Dictionary(content.map { ("training." + $0.name, $0.value) }) { first, _ in first
    }
    try state.safeTensors(metadata: entries).write(to: path)
  }

  /// Reads the state.
  ///
  /// - Throws: `CommandFailure` where there is none; one of another network is refused by the trainer.
  func read() throws -> TrainingState {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure("there is no run to go on with: \(path) does not exist")
    }
    let file = try SafeTensors(contentsOf: path)
    for (name, value) in content {
      guard let kept = file.metadata["training." + name], kept != value else { continue }
      StandardError.warning("goes on with other \(name): \(kept) until now, from here \(value)")
    }
    return try TrainingState(file, file: path)
  }
}
