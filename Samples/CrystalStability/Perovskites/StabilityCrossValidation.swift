import NeuralNetworks
import Regression

/// Networks 4-12-1 that are trained on four fifths of the compositions and evaluated on the others.
struct StabilityCrossValidation: Sendable {
  /// The number of parts of the compositions.
  var folds = 5
  /// The number of networks whose mean predicts.
  var members = 1
  /// The regression; nothing in it was chosen by the results on held-out compositions.
  var regression = PerceptronRegression(
    hidden: [12],
    options: TrainingOptions(
      epochs: 500,
      batchSize: 32,
      learningRate: 0.01,
      schedule: .cosine(warmUp: 1, floor: 0),
      threads: 1
    ),
    weightDecay: 1e-3
  )

  /// The prediction for each example by networks that have not seen its composition, in eV per atom.
  func heldOutPredictions(_ examples: [LabelledPerovskite], seed: Int) throws -> [Double] {
    let folds = GroupFolds(groups: examples.map { $0.composition.joined() }, count: folds, seed: seed)
    var predictions = [Double](repeating: .nan, count: examples.count)
    for part in 0..<folds.count {
      let (training, test) = folds.split(part)
      let networks = try (0..<members).map { member in
        try regression.fitted(
          training.map { examples[$0].inputs },
          training.map { examples[$0].energy },
          seed: 1000 * seed + 100 * part + member
        )
      }
      for (index, value) in zip(test, networks.meanPredictions(test.map { examples[$0].inputs })) {
        predictions[index] = value
      }
    }
    return predictions
  }
}
