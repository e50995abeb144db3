/// How a model is trained.
public struct TrainingOptions: Codable, Sendable, Equatable {
  /// The greatest number of passes over the training examples.
  public var epochs: Int
  /// Examples between two steps of the optimizer.
  public var batchSize: Int
  /// Examples that one worker takes at a time: the unit of the sums, and of batch normalisation's
  /// statistics.
  public var shardSize: Int
  /// The learning rate that the schedule's factor is applied to.
  public var learningRate: Float
  /// How the learning rate changes.
  public var schedule: LearningRateSchedule
  /// The greatest norm of the gradient, to which longer ones are shortened; nil for none.
  ///
  /// After Pascanu et al., ICML 2013.
  public var clipNorm: Float?
  /// Stop after so many epochs without a new lowest validation loss; nil for never.
  public var patience: Int?
  /// The decay of a running mean of the parameters, which is then what validates and is kept; nil for none.
  ///
  /// After Polyak and Juditsky, SIAM J. Control Optim. 30, 838 (1992): the mean of the last 1 / (1 − decay) steps or so
  /// lies nearer to the minimum that single steps jump about.
  public var averaging: Float?
  /// What all random numbers depend on.
  public var seed: Int
  /// The number of threads; nil for one a processor.
  ///
  /// Results do not depend on it.
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

  /// Checks that every option makes sense, which `Trainer.train` does as well.
  ///
  /// - Throws: `TrainingError.invalidOption`.
  public func validate() throws(TrainingError) {
    func check(_ isCorrect: Bool, _ problem: String) throws(TrainingError) {
      if !isCorrect { throw .invalidOption(problem) }
    }
    try check(epochs >= 1, "epochs must be at least 1, not \(epochs)")
    try check(batchSize >= 1, "the batch size must be at least 1, not \(batchSize)")
    try check(shardSize >= 1, "the shard size must be at least 1, not \(shardSize)")
    try check(
      learningRate > 0 && learningRate.isFinite,
      "the learning rate must be positive, not \(learningRate)"
    )
    try check(clipNorm.map { $0 > 0 } ?? true, "the norm to clip at must be positive")
    try check(patience.map { $0 >= 1 } ?? true, "patience must be at least 1 epoch")
    try check(
      averaging.map { $0 > 0 && $0 < 1 } ?? true,
      "the decay of the parameters' running mean must lie between 0 and 1"
    )
    try check(threads.map { $0 >= 1 } ?? true, "at least 1 thread is needed")
    switch schedule {
    case .constant: break
    case .step(let every, let factor):
      try check(every >= 1, "a step schedule needs at least 1 epoch a step")
      try check(factor > 0 && factor <= 1, "a step's factor must lie in (0, 1]")
    case .cosine(let warmUp, let floor):
      try check(warmUp >= 0 && warmUp.isFinite, "the warm-up cannot be negative")
      try check(floor >= 0 && floor <= 1, "the floor of a cosine must lie in 0...1")
    case .warmUpStableDecay(let warmUp, let decay):
      try check(warmUp >= 0 && warmUp.isFinite, "the warm-up cannot be negative")
      try check(
        decay >= 0 && decay <= 1,
        "the falling share of a warmUpStableDecay must lie in 0...1"
      )
    case .reduceOnPlateau(let factor, let patience):
      try check(factor > 0 && factor < 1, "a plateau's factor must lie in (0, 1)")
      try check(patience >= 1, "a plateau needs a patience of at least 1 epoch")
    }
  }
}
