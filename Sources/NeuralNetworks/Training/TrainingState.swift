import Foundation

/// All that a training needs to go on behind an epoch as if it had never stopped.
///
/// What is random depends on seed and place alone, so that no generator has a state of its own.
public struct TrainingState: Sendable, Equatable {
  /// The epochs done.
  public var epoch: Int
  /// The parameters.
  public var parameters: [Float]
  /// Their running mean, where one is kept.
  public var average: [Float]?
  /// What the optimizer has gathered.
  public var optimizer: OptimizerState
  /// The parameters that are the best so far.
  public var best: [Float]
  /// The epoch that they come from.
  public var bestEpoch: Int
  /// Their validation loss; nil where nothing validates.
  public var bestLoss: Float?
  /// Epoch after epoch.
  public var history: [EpochRecord]

  /// Creates a state.
  public init(
    epoch: Int,
    parameters: [Float],
    average: [Float]?,
    optimizer: OptimizerState,
    best: [Float],
    bestEpoch: Int,
    bestLoss: Float?,
    history: [EpochRecord]
  ) {
    self.epoch = epoch
    self.parameters = parameters
    self.average = average
    self.optimizer = optimizer
    self.best = best
    self.bestEpoch = bestEpoch
    self.bestLoss = bestLoss
    self.history = history
  }

  /// Throws where the state is not one of such a model and optimizer.
  func check(against model: Model, optimizer fresh: any Optimizer) throws(TrainingError) {
    let count = model.parameters.count
    let vectors = [parameters, best] + optimizer.moments + (average.map { [$0] } ?? [])
    guard vectors.allSatisfy({ $0.count == count }) else {
      throw .invalidData("the state to go on from is that of another network")
    }
    guard epoch >= 1, history.count == epoch, (1...epoch).contains(bestEpoch),
      optimizer.moments.count == fresh.momentCount
    else { throw .invalidData("the state to go on from is that of another training") }
  }
}

extension Optimizer {
  /// How many moments the optimizer has once it has done a step.
  fileprivate var momentCount: Int {
    var copy = self
    var (parameters, gradient) = ([Float(0)], [Float(0)])
    parameters.withMutableTensorView { parameters in
      gradient.withMutableTensorView { gradient in
        copy.update(parameters, along: gradient.readOnly, learningRate: 0, groups: [])
      }
    }
    return copy.state.moments.count
  }
}
