import Imaging
import NeuralNetworks

/// The settings of a classifier's training, which together with the patterns determine the result.
public struct ClassifierOptions: Codable, Sendable, Equatable {
  /// The update rules for parameters.
  public enum OptimizerName: String, Codable, Sendable, CaseIterable {
    /// Adam with L2 weight decay.
    case adam
    /// Adam with decoupled weight decay.
    case adamW
    /// Gradient descent with Nesterov momentum 0.9 and L2 weight decay.
    case sgd
  }

  /// Epochs, batches, learning rate, seed.
  public var training: TrainingOptions
  /// The update rule for parameters.
  public var optimizer: OptimizerName
  /// The strength of the weight decay.
  public var weightDecay: Float
  /// The share of each label that is distributed over all classes.
  public var labelSmoothing: Float
  /// True if each class has the same weight in the loss, regardless of its number of patterns.
  public var balancesClasses: Bool
  /// The random variations of training patterns; nil for none.
  public var augmentation: Augmentation?

  /// The default of ``training``: that of `ednet train`.
  public static let defaultTraining = TrainingOptions(
    epochs: 40,
    learningRate: 2e-3,
    schedule: .cosine(warmUp: 1, floor: 0.01),
    clipNorm: 5,
    patience: 20
  )

  /// Creates options; the defaults suit EBSD patterns and are those of `ednet train`.
  public init(
    training: TrainingOptions = defaultTraining,
    optimizer: OptimizerName = .adamW,
    weightDecay: Float = 0.01,
    labelSmoothing: Float = 0.05,
    balancesClasses: Bool = false,
    augmentation: Augmentation? = .ebsd
  ) {
    self.training = training
    self.optimizer = optimizer
    self.weightDecay = weightDecay
    self.labelSmoothing = labelSmoothing
    self.balancesClasses = balancesClasses
    self.augmentation = augmentation
  }

  /// Checks the options; `Classifier.train` does so too.
  ///
  /// - Throws: `TrainingError.invalidOption`, which names the option and the expected values.
  public func validate() throws(TrainingError) {
    try training.validate()
    guard (0..<1).contains(labelSmoothing) else {
      throw .invalidOption("label smoothing must lie in 0..<1, not \(labelSmoothing)")
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw .invalidOption("weight decay must be 0 or a positive number, not \(weightDecay)")
    }
  }

  /// A new optimizer of the chosen kind.
  var freshOptimizer: any Optimizer {
    switch optimizer {
    case .adam: Adam(weightDecay: weightDecay)
    case .adamW: AdamW(weightDecay: weightDecay)
    case .sgd: SGD(momentum: 0.9, nesterov: true, weightDecay: weightDecay)
    }
  }

  /// The objective that restarts are compared by: the validation loss of the best epoch plus λ/2 Σ w².
  ///
  /// λ is the weight decay. Biases and normalisation parameters do not decay and are not part of the sum. This is the
  /// objective of Adam and SGD with L2 decay; the decay of AdamW is not the gradient of a penalty, but stands for it.
  ///
  /// - Parameter result: a training with these options.
  /// - Returns: the objective; nil without validation.
  public func penalizedLoss(of result: TrainingResult) -> Float? {
    guard let loss = result.history.first(where: { $0.epoch == result.bestEpoch })?.validationLoss else { return nil }
    var squares = 0.0
    for group in result.best.network.plan.learningGroups where group.decays {
      for index in group.range {
        squares += Double(result.best.parameters[index]) * Double(result.best.parameters[index])
      }
    }
    return loss + weightDecay / 2 * Float(squares)
  }
}
