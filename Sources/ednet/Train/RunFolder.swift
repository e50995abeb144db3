import Files
import Foundation
import NeuralNetworks
import SymmetryClassification

/// The folder that a training leaves: model, history, split, evaluation.
struct RunFolder {
  let path: String

  /// Makes the folder before any work is done, so that a place that cannot be written costs no
  /// training.
  init(_ path: String, overwrite: Bool) throws {
    self.path = path
    guard !path.isEmpty else { throw CommandFailure("the name of the run's folder is empty") }
    if FileManager.default.fileExists(atPath: path) {
      guard path.isFolder else {
        throw CommandFailure("\(path) is a file; --output names a folder")
      }
      let holdsRun =
        FileManager.default.fileExists(atPath: model)
        || !TrainingCheckpoints.names(in: path).isEmpty
      guard overwrite || !holdsRun else {
        throw CommandFailure(
          "\(path) holds a run already; choose another folder with --output, "
            + "go on with it with --resume, or write over it with --overwrite"
        )
      }
    }
    // What a training left that was killed while it wrote.
    AtomicFile.removeLeftovers(in: path)
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let probe = path + "/.ednet-probe"
      try Data().write(to: URL(fileURLWithPath: probe))
      try FileManager.default.removeItem(atPath: probe)
    } catch {
      throw CommandFailure("nothing can be written to \(path): \(error.localizedDescription)")
    }
  }

  /// The path of the model.
  var model: String { path + "/model.safetensors" }

  /// Writes a text file, whole or not at all.
  func write(_ text: String, to name: String) throws {
    try OutputFile.write(Array(text.utf8), to: path + "/" + name)
  }

  /// Removes files of a run that was written over, which would be taken for this one's.
  func remove(_ names: String...) {
    for name in names { try? FileManager.default.removeItem(atPath: path + "/" + name) }
  }

  /// The names of the columns of a history.
  static let historyColumns = [
    "epoch", "learning_rate", "training_loss", "training_accuracy", "validation_loss",
    "validation_accuracy", "seconds", "patterns_per_second",
  ]

  /// An epoch's cells in the columns of a history.
  static func cells(_ record: EpochRecord) -> [String] {
    func cell(_ value: Float?) -> String { value.map { "\($0)" } ?? "" }
    return [
      "\(record.epoch)", "\(record.learningRate)", "\(record.trainingLoss)",
      cell(record.trainingAccuracy), cell(record.validationLoss), cell(record.validationAccuracy),
      String(format: "%.3f", record.seconds), String(format: "%.1f", record.examplesPerSecond),
    ]
  }

  /// The history as CSV.
  static func csv(_ history: [EpochRecord]) -> String {
    history.reduce(CSV.line(historyColumns)) { $0 + CSV.line(cells($1)) }
  }
}
