import Foundation

/// The checkpoints of a run: one of its only training, or one for each seed where there are several.
///
/// A training that was finished goes on from its checkpoint to its end at once, so that a run of several trainings
/// needs to know no more than these files.
struct TrainingCheckpoints {
  let folder: String
  /// Whether the run is of one training.
  let isOnlyTraining: Bool
  /// The seed of the first training.
  let firstSeed: Int
  /// What the trainings are of, by name; they go on with more epochs, and with nothing else that is other.
  let content: [(name: String, value: String)]

  /// The checkpoint of the training of a seed.
  func file(seed: Int) -> CheckpointFile {
    CheckpointFile(
      path: folder + "/" + (isOnlyTraining ? "checkpoint" : "checkpoint-\(seed)") + ".safetensors",
      content: content,
      fixed: Set(content.map(\.name)).subtracting(["epochs"])
    )
  }

  /// Throws where there is nothing to go on with, or something that is of another training.
  func check() throws {
    let first = file(seed: firstSeed)
    guard first.exists || names.isEmpty else {
      throw CommandFailure(
        "\(folder) holds \(names.sorted()[0]) of a run with another --ensemble, --restarts or --seed; "
          + "go on with what config.json beside it says, or begin anew with --overwrite"
      )
    }
    try first.check()
  }

  /// Removes the checkpoints of a run that is written over.
  func remove() {
    for name in names { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
  }

  private var names: [String] { Self.names(in: folder) }

  /// The names of all checkpoints in a folder.
  static func names(in folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { $0.wholeMatch(of: /checkpoint(-\d+)?\.safetensors/) != nil }
  }
}
