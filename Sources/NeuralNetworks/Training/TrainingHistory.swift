/// The results of one epoch of training.
public struct EpochRecord: Codable, Sendable, Equatable {
  /// The epoch, from 1.
  public var epoch: Int
  /// The learning rate of its last step.
  public var learningRate: Float
  /// The mean loss over its batches, during the updates.
  public var trainingLoss: Float
  /// The fraction of examples whose label was the argmax; nil for regression.
  public var trainingAccuracy: Float?
  /// The mean loss over the validation examples after the epoch.
  public var validationLoss: Float?
  /// The fraction of validation examples whose label was the argmax.
  public var validationAccuracy: Float?
  /// The duration in seconds, including validation.
  public var seconds: Double
  /// Training examples per second, without validation.
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

/// A report during training.
public enum TrainingEvent: Sendable {
  /// A step ended.
  case batch(BatchProgress)
  /// An epoch ended with the best model so far; without validation, each is the best.
  case best(Model, EpochRecord)
  /// An epoch ended; training can resume from this state.
  case checkpoint(TrainingState)
  /// An epoch ended; `isBest` is true if its model is the best so far.
  case epoch(EpochRecord, isBest: Bool)
}

/// The progress of an epoch.
public struct BatchProgress: Sendable {
  /// The epoch, from 1.
  public var epoch: Int
  /// The number of training examples processed in this epoch, and of all.
  public var done: Int, total: Int
  /// The mean loss of this epoch so far.
  public var loss: Float
  /// The accuracy of this epoch so far; nil for regression.
  public var accuracy: Float?
  /// The seconds since the start of the epoch.
  public var seconds: Double
}

/// The results of a training.
public struct TrainingResult: Sendable {
  /// The reason for the end of a training.
  public enum Ending: String, Codable, Sendable {
    /// All epochs ended.
    case completed
    /// The validation loss reached no new minimum for `patience` epochs.
    case stoppedEarly
    /// The progress closure returned false.
    case interrupted
  }

  /// The model with the lowest validation loss; without validation, the last one.
  public var best: Model
  /// The epoch of the best model.
  public var bestEpoch: Int
  /// The model after the last epoch.
  public var last: Model
  /// The records of all epochs.
  public var history: [EpochRecord]
  /// The reason for the end.
  public var ending: Ending
}
