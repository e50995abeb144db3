import NeuralNetworks
import SymmetryClassification

/// An observer of a pipeline: a progress display, a log, a test.
public protocol PipelineObserver: AnyObject {
  /// True once the work shall end in order; asked after every batch.
  var isInterrupted: Bool { get }

  /// Receives an event; an error ends the run, and the last checkpoint stays.
  func receive(_ event: PipelineEvent) throws
}

extension PipelineObserver {
  /// False.
  public var isInterrupted: Bool { false }
}

/// Something that happens in a pipeline.
public enum PipelineEvent {
  /// A sentence that a person should read.
  case warning(String)
  /// A line on the data.
  case note(String)
  /// A line on the data for those who want all details.
  case detail(String)
  /// The network that is about to be trained.
  case network(Network)
  /// The start of a training.
  case trainingBegan(TrainingStart)
  /// A batch, epoch, checkpoint or best model of the training.
  case training(TrainingEvent)
  /// The end of a training that competes with other initialisations, with its validation loss and penalty on weights.
  case initializationFinished(loss: Float)
  /// The end of all trainings.
  case trained([TrainingRun])
  /// The evaluation on held-out patterns, and a description of these.
  case evaluated(Evaluation, data: String)
  /// The simulation of the master patterns of a structure: its index, the number of structures, its name.
  case simulating(Int, of: Int, name: String)
  /// The end of the simulation of master patterns.
  case simulated
  /// The number of patterns that a network of phases has classified.
  case classified(Int, of: Int)
  /// The number of patterns that were matched with candidates.
  case matched(Int, of: Int)
}

/// The start of one of a run's trainings.
public struct TrainingStart: Sendable {
  /// The member of the ensemble and its initialisation, counted from 1, with their numbers.
  public let member: Int, members: Int, restart: Int, restarts: Int
  /// The random seed.
  public let seed: Int
  /// The number of epochs.
  public let epochs: Int
  /// The epochs of a resumed training.
  public let history: [EpochRecord]

  /// True if the run has several trainings.
  public var isOneOfSeveral: Bool { members * restarts > 1 }
}

extension TrainingStart {
  /// The start of a run's only training.
  init(seed: Int, epochs: Int, history: [EpochRecord]) {
    self.init(member: 1, members: 1, restart: 1, restarts: 1, seed: seed, epochs: epochs, history: history)
  }
}

/// A finished training: a restart of a member of an ensemble.
public struct TrainingRun: Sendable {
  /// The member of the ensemble and its initialisation, counted from 1.
  public let member: Int, restart: Int
  /// The random seed.
  public let seed: Int
  /// The models and the history.
  public let result: TrainingResult
}

/// An observer that ignores everything.
public final class SilentObserver: PipelineObserver {
  /// Creates the observer.
  public init() {}

  /// Ignores the event.
  public func receive(_ event: PipelineEvent) {}
}
