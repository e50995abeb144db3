/// The hyper-parameters of a training.
public struct TrainingOptions: Codable, Sendable, Equatable {
  /// The maximum number of passes over the training examples.
  public var epochs: Int
  /// The number of examples in a step of the optimizer.
  public var batchSize: Int
  /// The number of examples that one worker takes at a time, over which batch normalisation takes its statistics.
  public var shardSize: Int
  /// The learning rate before the schedule's factor.
  public var learningRate: Float
  /// The course of the learning rate.
  public var schedule: LearningRateSchedule
  /// The norm to which longer gradients are clipped; nil for no clipping.
  ///
  /// After Pascanu et al., ICML 2013.
  public var clipNorm: Float?
  /// The number of epochs without a new minimum of the validation loss after which training stops; nil for no limit.
  public var patience: Int?
  /// The decay of a running mean of the parameters, in (0, 1), which replaces them in validation and in the result; nil
  /// for none.
  ///
  /// After Polyak and Juditsky, SIAM J. Control Optim. 30, 838 (1992): the mean over about 1 / (1 − decay) steps lies
  /// nearer to the minimum than single steps do.
  public var averaging: Float?
  /// The random seed.
  public var seed: Int
  /// The number of threads; nil for one per processor.
  ///
  /// The results do not depend on it.
  public var threads: Int?

  /// Creates options.
  public init(
    epochs: Int = 30,
    batchSize: Int = 32,
    shardSize: Int = 8,
    learningRate: Float = 1e-3,
    schedule: LearningRateSchedule = .constant,
    clipNorm: Float? = nil,
    patience: Int? = nil,
    averaging: Float? = nil,
    seed: Int = 1,
    threads: Int? = nil
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.shardSize = shardSize
    self.learningRate = learningRate
    self.schedule = schedule
    self.clipNorm = clipNorm
    self.patience = patience
    self.averaging = averaging
    self.seed = seed
    self.threads = threads
  }

  /// Validates the options, as `Trainer.train` does.
  ///
  /// - Throws: `TrainingError.invalidOption`.
  public func validate() throws(TrainingError) {
    func check(_ isValid: Bool, _ problem: String) throws(TrainingError) {
      if !isValid { throw .invalidOption(problem) }
    }
    try check(epochs >= 1, "epochs must be at least 1, not \(epochs)")
    try check(batchSize >= 1, "the batch size must be at least 1, not \(batchSize)")
    try check(shardSize >= 1, "the shard size must be at least 1, not \(shardSize)")
    try check(learningRate > 0 && learningRate.isFinite, "the learning rate must be positive, not \(learningRate)")
    try check(clipNorm.map { $0 > 0 } ?? true, "the gradient norm to clip at must be positive")
    try check(patience.map { $0 >= 1 } ?? true, "patience must be at least 1 epoch")
    try check(
      averaging.map { $0 > 0 && $0 < 1 } ?? true,
      "the decay of the parameters' running mean must lie in (0, 1)"
    )
    try check(threads.map { $0 >= 1 } ?? true, "the number of threads must be at least 1")
    switch schedule {
    case .constant: break
    case .step(let every, let factor):
      try check(every >= 1, "a step schedule needs at least 1 epoch per step")
      try check(factor > 0 && factor <= 1, "the factor of a step schedule must lie in (0, 1]")
    case .cosine(let warmUp, let floor):
      try check(warmUp >= 0 && warmUp.isFinite, "the warm-up must be finite and not negative")
      try check(floor >= 0 && floor <= 1, "the floor of a cosine schedule must lie in 0...1")
    case .warmUpStableDecay(let warmUp, let decay):
      try check(warmUp >= 0 && warmUp.isFinite, "the warm-up must be finite and not negative")
      try check(decay >= 0 && decay <= 1, "the decay of a warm-up–stable–decay schedule must lie in 0...1")
    case .reduceOnPlateau(let factor, let patience):
      try check(factor > 0 && factor < 1, "the factor of a plateau schedule must lie in (0, 1)")
      try check(patience >= 1, "the patience of a plateau schedule must be at least 1 epoch")
    }
  }
}
