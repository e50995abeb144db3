import Foundation

/// The checkpoints of a run: one of its only training, or one for each seed where there are several.
///
/// A training that was finished goes on from its checkpoint to its end at once, so that a run of several trainings
/// needs to know no more than these files.
struct TrainingCheckpoints {
  let folder: String
  /// Whether the run is of one training.
  let isOnlyTraining: Bool
  /// What the trainings are of, by name.
  let content: [(name: String, value: String)]

  private static let (stem, ending) = ("checkpoint", ".safetensors")

  /// The checkpoint of the training of a seed.
  func file(seed: Int) -> CheckpointFile {
    let name = Self.stem + (isOnlyTraining ? "" : "-\(seed)") + Self.ending
    return CheckpointFile(path: folder + "/" + name, content: content)
  }

  /// Throws where there is nothing to go on with.
  func checkExistence() throws {
    guard names.isEmpty else { return }
    throw CommandFailure(
      "there is no run to go on with: \(folder) holds no \(Self.stem)\(Self.ending)"
    )
  }

  /// Removes the checkpoints of a run that is written over.
  func remove() {
    for name in names { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
  }

  private var names: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { $0.hasPrefix(Self.stem) && $0.hasSuffix(Self.ending) }
  }
}
