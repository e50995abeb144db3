import NeuralNetworks
import Regression

/// The lecture's network and its advice, one step after another.
enum Advice: Int, CaseIterable, Sendable {
  /// The mean of the training gaps, without a network.
  case mean
  /// The lecture's network: unscaled features.
  case lecture
  /// Features of mean 0 and deviation 1.
  case scaled
  /// And a weight decay chosen by cross-validation within the training examples.
  case decayed
  /// And the best of ten random starts, by penalised loss.
  case restarted
  /// The mean of the ten networks instead of the best one.
  case ensemble

  /// The name in tables.
  var name: String {
    switch self {
    case .mean: "mean of the training gaps"
    case .lecture: "the lecture's network"
    case .scaled: "scaled features"
    case .decayed: "and weight decay"
    case .restarted: "and the best of 10 starts"
    case .ensemble: "mean of the 10 networks"
    }
  }

  /// Mean squared errors in eV².
  struct Errors: Sendable {
    var training: Double
    var test: Double
  }

  /// The network 3-13-11-1 with ReLU and the settings of the lecture: Adam with a learning rate of 0.01, 200 epochs of
  /// batches of 200, Keras's first weights and ε.
  static let regression = PerceptronRegression(
    hidden: [13, 11],
    options: TrainingOptions(epochs: 200, batchSize: 200, learningRate: 0.01, threads: 1),
    epsilon: 1e-7,
    scalesInputs: false,
    scalesTarget: false,
    initialization: .glorot
  )

  /// The errors of all steps on one split.
  ///
  /// - Parameters:
  ///   - training: the examples that the networks are trained on, and that choose the weight decay.
  ///   - test: the examples that nothing depends on.
  ///   - seed: the seed of the networks.
  ///   - regression: the lecture's network and settings.
  ///   - search: the choice of the weight decay.
  ///   - starts: the number of random starts.
  /// - Returns: the errors of each step.
  /// - Throws: `TrainingError` if a training diverges.
  static func errors(
    training: Examples,
    test: Examples,
    seed: Int,
    regression: PerceptronRegression = regression,
    search: WeightDecaySearch = WeightDecaySearch(),
    starts: Int = 10
  ) throws -> [Advice: Errors] {
    func errors(_ predict: ([[Double]]) -> [Double]) -> Errors {
      Errors(
        training: RegressionError.meanSquared(predict(training.features), training.gaps),
        test: RegressionError.meanSquared(predict(test.features), test.gaps)
      )
    }
    let mean = training.gaps.reduce(0, +) / Double(training.gaps.count)
    var regression = regression
    func fitted(_ start: Int = 0) throws -> FittedRegression {
      try regression.fitted(training.features, training.gaps, seed: 100 * seed + start)
    }
    var results = [Advice.mean: errors { $0.map { _ in mean } }]
    results[.lecture] = errors(try fitted().predictions)
    regression.scalesInputs = true
    results[.scaled] = errors(try fitted().predictions)
    regression.weightDecay = try search.best(regression, training, seed: seed)
    let members = try (0..<starts).map(fitted)
    results[.decayed] = errors(members[0].predictions)
    let best = members.min { $0.penalizedLoss < $1.penalizedLoss } ?? members[0]
    results[.restarted] = errors(best.predictions)
    results[.ensemble] = errors(members.meanPredictions)
    return results
  }
}
