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
    var text = CSV.line(RunFolder.historyColumns + ["member", "restart", "seed"])
    for run in runs {
      for record in run.result.history {
        text += CSV.line(
          RunFolder.cells(record) + ["\(run.member)", "\(run.restart)", "\(run.seed)"]
        )
      }
    }
    return text
  }
}
