import Regression

/// The choice of a weight decay by cross-validation within the training examples.
struct WeightDecaySearch: Sendable {
  /// The candidates, in eV²: the penalty is added to the mean squared error.
  var candidates: [Float] = [0.001, 0.01, 0.03, 0.1, 0.3, 1]
  /// The number of parts.
  var folds = 5

  /// The candidate with the lowest mean squared error on the parts that are left out in turn.
  func best(_ regression: PerceptronRegression, _ training: Examples, seed: Int) throws -> Float {
    let folds = GroupFolds(groups: training.gaps.indices.map(String.init), count: folds, seed: seed)
    var best = (decay: candidates[0], error: Double.infinity)
    for decay in candidates {
      var regression = regression
      regression.weightDecay = decay
      var error = 0.0
      for part in 0..<folds.count {
        let indices = folds.split(part)
        let (kept, left) = (training[indices.training], training[indices.test])
        let fitted = try regression.fitted(kept.features, kept.gaps, seed: 100 * seed + part)
        error += RegressionError.meanSquared(fitted.predictions(left.features), left.gaps) * Double(left.gaps.count)
      }
      if error < best.error { best = (decay, error) }
    }
    return best.decay
  }
}
