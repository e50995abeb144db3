import Regression

/// Repeated cross-validations.
struct HeldOut {
  /// The mean absolute errors of the repetitions in meV per atom.
  struct Errors {
    let values: [Double]
    var mean: Double { values.reduce(0, +) / Double(values.count) }
    var least: Double { values.min() ?? .nan }
    var greatest: Double { values.max() ?? .nan }
  }

  /// The examples.
  let examples: [LabelledPerovskite]
  /// The predictions of each repetition, in eV per atom.
  let predictions: [[Double]]

  /// Trains; repetition i has the seed i + 1.
  init(_ examples: [LabelledPerovskite], members: Int = 1, seeds: Int) throws {
    self.examples = examples
    predictions = try (1...seeds).map { seed in
      try StabilityCrossValidation(members: members).heldOutPredictions(examples, seed: seed)
    }
  }

  /// The errors over all examples.
  var errors: Errors {
    Errors(values: predictions.map { 1000 * RegressionError.meanAbsolute($0, examples.map(\.energy)) })
  }

  /// The mean over the repetitions of the error over some of the examples, in meV per atom.
  func mean(where isIncluded: (LabelledPerovskite) -> Bool) -> Double {
    let indices = examples.indices.filter { isIncluded(examples[$0]) }
    let errors = predictions.map { predictions in
      RegressionError.meanAbsolute(indices.map { predictions[$0] }, indices.map { examples[$0].energy })
    }
    return 1000 * errors.reduce(0, +) / Double(errors.count)
  }
}
