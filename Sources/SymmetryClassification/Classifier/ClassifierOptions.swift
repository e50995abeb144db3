import Imaging
import NeuralNetworks

/// How a classifier is trained: all that, with the patterns, decides what comes out.
public struct ClassifierOptions: Codable, Sendable, Equatable {
  /// The rules by which parameters can move.
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
  /// How parameters move.
  public var optimizer: OptimizerName
  /// How strongly weights decay.
  public var weightDecay: Float
  /// The share of each label that is spread over all classes.
  public var labelSmoothing: Float
  /// Whether each class counts the same in the loss, however many patterns it has.
  public var balancesClasses: Bool
  /// What varies in training; nil for nothing.
  public var augmentation: Augmentation?

  /// Creates options; those left out are good for EBSD patterns.
  public init(
    training: TrainingOptions = TrainingOptions(
      learningRate: 2e-3,
      schedule: .cosine(warmUp: 1, floor: 0.01),
      clipNorm: 5
    ),
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

  /// Checks that every option makes sense, which `Classifier.train` does as well.
  ///
  /// - Throws: `TrainingError.invalidOption`.
  public func validate() throws(TrainingError) {
    try training.validate()
    guard (0..<1).contains(labelSmoothing) else {
      throw .invalidOption("label smoothing must lie in 0..<1, not \(labelSmoothing)")
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw .invalidOption("weight decay must be 0 or a positive number, not \(weightDecay)")
    }
  }

  /// The optimizer, fresh.
  var freshOptimizer: any Optimizer {
    switch optimizer {
    case .adam: Adam(weightDecay: weightDecay)
    case .adamW: AdamW(weightDecay: weightDecay)
    case .sgd: SGD(momentum: 0.9, nesterov: true, weightDecay: weightDecay)
    }
  }
}
