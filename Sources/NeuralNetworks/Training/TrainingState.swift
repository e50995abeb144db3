import Foundation

/// The state of a training after an epoch, from which it resumes with the same bits.
///
/// It contains no state of random generators, since all random numbers are functions of the seed and of indices.
public struct TrainingState: Sendable, Equatable {
  /// The number of completed epochs.
  public var epoch: Int
  /// The parameters.
  public var parameters: [Float]
  /// The running mean of the parameters, if there is one.
  public var average: [Float]?
  /// The state of the optimizer.
  public var optimizer: OptimizerState
  /// The best parameters so far.
  public var best: [Float]
  /// The epoch of the best parameters.
  public var bestEpoch: Int
  /// The validation loss of the best parameters; nil without validation.
  public var bestLoss: Float?
  /// The records of all epochs.
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

  /// Finds the epoch after which a training of this history would have ended with a patience.
  ///
  /// - Parameter patience: the number of epochs without a lower validation loss after which a training stops.
  /// - Returns: the epoch; nil if the training would not have ended.
  public func end(patience: Int) -> Int? {
    var best: (epoch: Int, loss: Float)?
    for record in history {
      guard let loss = record.validationLoss else { return nil }
      if best.map({ loss < $0.loss }) ?? true { best = (record.epoch, loss) }
      if let best, record.epoch - best.epoch >= patience { return record.epoch }
    }
    return nil
  }

  /// Throws `TrainingError` if the state does not suit the model and the optimizer.
  func check(against model: Model, optimizer fresh: any Optimizer) throws(TrainingError) {
    let count = model.parameters.count
    let vectors = [parameters, best] + optimizer.moments + (average.map { [$0] } ?? [])
    guard vectors.allSatisfy({ $0.count == count }) else {
      throw .invalidData("the checkpoint belongs to another network")
    }
    guard epoch >= 1, history.count == epoch, (1...epoch).contains(bestEpoch),
      optimizer.moments.count == fresh.momentCount
    else { throw .invalidData("the checkpoint belongs to another training") }
  }
}

extension Optimizer {
  /// The number of moments after the first step.
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
