import Foundation
import NeuralNetworks
import SymmetryClassification

/// One of the trainings of a command: a restart of a member of an ensemble.
struct TrainingRun {
  /// Which member, and which restart of it, from 1.
  let member: Int, restart: Int
  /// What all that is random in it depends on.
  let seed: Int
  /// What came of it.
  let result: TrainingResult

  /// The histories of all trainings as CSV.
  static func history(_ runs: [TrainingRun]) -> String {
    var text = CSV.line([
      "epoch", "learning_rate", "training_loss", "training_accuracy", "validation_loss",
      "validation_accuracy", "seconds", "patterns_per_second", "member", "restart", "seed",
    ])
    func cell(_ value: Float?) -> String { value.map { "\($0)" } ?? "" }
    for run in runs {
      for record in run.result.history {
        text += CSV.line([
          "\(record.epoch)", "\(record.learningRate)", "\(record.trainingLoss)",
          cell(record.trainingAccuracy), cell(record.validationLoss),
          cell(record.validationAccuracy), String(format: "%.3f", record.seconds),
          String(format: "%.1f", record.examplesPerSecond), "\(run.member)", "\(run.restart)",
          "\(run.seed)",
        ])
      }
    }
    return text
  }
}
