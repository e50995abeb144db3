import Foundation
import NeuralNetworks
import SymmetryClassification

/// The file `history.csv` of a run: a line per epoch.
public enum HistoryTable {
  private static let columns = [
    "epoch", "learning_rate", "training_loss", "training_accuracy", "validation_loss", "validation_accuracy", "seconds",
    "patterns_per_second",
  ]

  /// The table of one training.
  public static func text(_ history: [EpochRecord]) -> String {
    history.reduce(CSV.line(columns)) { $0 + CSV.line(cells($1)) }
  }

  /// The table of several trainings, which also names each.
  public static func text(_ runs: [TrainingRun]) -> String {
    var text = CSV.line(columns + ["member", "restart", "seed"])
    for run in runs {
      for record in run.result.history {
        text += CSV.line(cells(record) + ["\(run.member)", "\(run.restart)", "\(run.seed)"])
      }
    }
    return text
  }

  private static func cells(_ record: EpochRecord) -> [String] {
    func cell(_ value: Float?) -> String { value.map { "\($0)" } ?? "" }
    return [
      "\(record.epoch)", "\(record.learningRate)", "\(record.trainingLoss)", cell(record.trainingAccuracy),
      cell(record.validationLoss), cell(record.validationAccuracy), String(format: "%.3f", record.seconds),
      String(format: "%.1f", record.examplesPerSecond),
    ]
  }
}
