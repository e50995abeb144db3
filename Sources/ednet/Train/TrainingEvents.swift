import NeuralNetworks
import Pipelines
import Reports

/// A training as TensorBoard shows it, written anew after each epoch.
struct TrainingEvents {
  private var file: TensorBoardFile
  private var prefix = ""

  /// Begins in a folder, so that a place that cannot be written is found before any work is done.
  init(folder: String) throws {
    file = try TensorBoardFile(folder: folder)
    try file.write()
  }

  /// Begins a training; where there are several, each is known by its seed.
  mutating func begin(seed: Int?, history: [EpochRecord]) throws {
    prefix = seed.map { "seed \($0)/" } ?? ""
    for record in history { put(record) }
    try file.write()
  }

  /// Adds what an epoch brought.
  mutating func add(_ record: EpochRecord) throws {
    put(record)
    try file.write()
  }

  /// Adds the confusion matrix of the last evaluation.
  mutating func add(_ figure: ConfusionFigure) throws {
    file.add(
      "confusion",
      png: try figure.data(as: .png),
      width: figure.pixels.x,
      height: figure.pixels.y,
      step: 0
    )
    try file.write()
  }

  private mutating func put(_ record: EpochRecord) {
    let scalars: [(String, Float?)] = [
      ("loss/training", record.trainingLoss), ("loss/validation", record.validationLoss),
      ("accuracy/training", record.trainingAccuracy),
      ("accuracy/validation", record.validationAccuracy), ("learning rate", record.learningRate),
    ]
    for (name, value) in scalars {
      if let value { file.add(prefix + name, value, step: record.epoch) }
    }
  }
}
