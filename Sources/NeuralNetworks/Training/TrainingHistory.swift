/// What one epoch of training brought.
public struct EpochRecord: Codable, Sendable, Equatable {
  /// The epoch, from 1.
  public var epoch: Int
  /// The learning rate at its end.
  public var learningRate: Float
  /// The mean loss over its batches, while the parameters moved.
  public var trainingLoss: Float
  /// The share of examples whose label had the greatest output; nil for regression.
  public var trainingAccuracy: Float?
  /// The mean loss over the validation examples, at its end.
  public var validationLoss: Float?
  /// The share of validation examples whose label had the greatest output.
  public var validationAccuracy: Float?
  /// How long it took, validation included.
  public var seconds: Double
  /// Training examples a second, validation left out.
  public var examplesPerSecond: Double

  /// Creates a record.
  public init(
    epoch: Int,
    learningRate: Float,
    trainingLoss: Float,
    trainingAccuracy: Float? = nil,
    validationLoss: Float? = nil,
    validationAccuracy: Float? = nil,
    seconds: Double,
    examplesPerSecond: Double
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    self.trainingLoss = trainingLoss
    self.trainingAccuracy = trainingAccuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.seconds = seconds
    self.examplesPerSecond = examplesPerSecond
  }
}

/// What a training says while it runs.
public enum TrainingEvent: Sendable {
  /// A step was done.
  case batch(BatchProgress)
  /// An epoch was done whose model is the best so far, or the last where nothing validates.
  case best(Model, EpochRecord)
  /// An epoch was done, from which the training could go on.
  case checkpoint(TrainingState)
  /// An epoch was done; `isBest` where its model is the best so far.
  case epoch(EpochRecord, isBest: Bool)
}

/// How far an epoch is.
public struct BatchProgress: Sendable {
  /// The epoch, from 1.
  public var epoch: Int
  /// Training examples done in this epoch, and in all of it.
  public var done: Int, total: Int
  /// The mean loss so far in this epoch.
  public var loss: Float
  /// The share of right answers so far in this epoch; nil for regression.
  public var accuracy: Float?
  /// Seconds since the epoch began.
  public var seconds: Double
}

/// How a training ended, and what it leaves.
public struct TrainingResult: Sendable {
  /// Why a training ends.
  public enum Ending: String, Codable, Sendable {
    /// All epochs were done.
    case completed
    /// The validation loss has not fallen for long.
    case stoppedEarly
    /// Somebody asked for it.
    case interrupted
  }

  /// The model with the lowest validation loss, or the last one where nothing validates.
  public var best: Model
  /// The epoch that the best model comes from.
  public var bestEpoch: Int
  /// The model after the last epoch.
  public var last: Model
  /// Epoch after epoch.
  public var history: [EpochRecord]
  /// Why it ended.
  public var ending: Ending
}
