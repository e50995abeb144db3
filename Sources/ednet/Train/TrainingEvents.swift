import Figures
import NeuralNetworks
import Pipelines
import Reports

/// The events of a training for TensorBoard, rewritten after each epoch.
struct TrainingEvents {
  private var file: TensorBoardFile
  private var prefix = ""

  /// Writes an empty file, so that an unwritable folder is an error before any work is done.
  init(folder: String) throws {
    file = try TensorBoardFile(folder: folder)
    try file.write()
  }

  /// Starts a training; several are distinguished by their seeds.
  mutating func begin(seed: Int?, history: [EpochRecord]) throws {
    prefix = seed.map { "seed \($0)/" } ?? ""
    for record in history { put(record) }
    try file.write()
  }

  /// Adds an epoch.
  mutating func add(_ record: EpochRecord) throws {
    put(record)
    try file.write()
  }

  /// Adds the confusion matrix of the evaluation.
  mutating func add(_ figure: ConfusionFigure) throws {
    file.add("confusion", png: try figure.data(as: .png), width: figure.pixels.x, height: figure.pixels.y, step: 0)
    try file.write()
  }

  private mutating func put(_ record: EpochRecord) {
    let scalars: [(String, Float?)] = [
      ("loss/training", record.trainingLoss), ("loss/validation", record.validationLoss),
      ("accuracy/training", record.trainingAccuracy), ("accuracy/validation", record.validationAccuracy),
      ("learning rate", record.learningRate),
    ]
    for (name, value) in scalars { if let value { file.add(prefix + name, value, step: record.epoch) } }
  }
}
