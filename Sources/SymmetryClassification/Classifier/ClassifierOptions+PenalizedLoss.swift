import NeuralNetworks

extension ClassifierOptions {
  /// What restarts are compared by: the validation loss of the best epoch plus the penalty on its weights, λ/2 Σ w².
  ///
  /// λ is the weight decay; biases and normalisations do not count, as they do not decay. It is the objective of Adam
  /// and SGD with L2 decay, and for AdamW, whose decay is not the gradient of a penalty, the one it stands for.
  ///
  /// - Parameter result: a training with these options.
  /// - Returns: the sum; nil where nothing was validated.
  public func penalizedLoss(of result: TrainingResult) -> Float? {
    guard let loss = result.history.first(where: { $0.epoch == result.bestEpoch })?.validationLoss
    else { return nil }
    var squares = 0.0
    for group in result.best.network.plan.learningGroups where group.decays {
      for index in group.range {
        squares += Double(result.best.parameters[index]) * Double(result.best.parameters[index])
      }
    }
    return loss + weightDecay / 2 * Float(squares)
  }
}
