import Foundation
import RandomNumbers
import Workers

/// Trains models: batches in seeded random order, gradients over shards, optimizer steps, validation after each epoch.
///
/// The same model, data and options on the same machine give the same parameters, bit by bit, on any number of threads.
public struct Trainer<Objective: Loss>: Sendable {
  /// The hyper-parameters.
  public var options: TrainingOptions
  /// The loss function to minimise.
  public var loss: Objective
  /// The optimizer; each training begins with its state.
  public var optimizer: any Optimizer
  /// The processes that share the training; this one alone by default.
  public var processes: any ProcessGroup = SingleProcess()

  /// Creates a trainer.
  public init(options: TrainingOptions = TrainingOptions(), loss: Objective, optimizer: any Optimizer = Adam()) {
    self.options = options
    self.loss = loss
    self.optimizer = optimizer
  }

  /// Trains a model.
  ///
  /// - Parameters:
  ///   - model: the initial model.
  ///   - training: the training examples.
  ///   - validation: the examples that select the best epoch; nil selects the last one.
  ///   - state: the state of an earlier training of the same model, data and options, which is resumed and gives the
  ///     same parameters as an uninterrupted one. The number of epochs may be larger.
  ///   - progress: receives the events; after a return of false the training validates and stops.
  /// - Returns: the best model, the last one and the history.
  /// - Throws: `TrainingError` for invalid options or data, and if the loss diverges.
  public func train(
    _ model: Model,
    on training: some Dataset,
    validation: (some Dataset)? = ArrayDataset?.none,
    resuming state: TrainingState? = nil,
    progress: (TrainingEvent) -> Bool = { _ in true }
  ) throws(TrainingError) -> TrainingResult {
    try options.validate()
    try check(training, "training", against: model)
    if let validation { try check(validation, "validation", against: model) }
    let pool = WorkerPool(threads: options.threads)
    try BatchGradient.checkMemory(
      plan: model.network.plan,
      batchSize: min(options.batchSize, training.count),
      shardSize: options.shardSize,
      pool: pool,
      processes: processes
    )
    var run = Run(
      model: model,
      optimizer: optimizer,
      gradient: BatchGradient(
        plan: model.network.plan,
        batchSize: min(options.batchSize, training.count),
        shardSize: options.shardSize,
        pool: pool,
        processes: processes
      )
    )
    var best = (model: model, epoch: 0, loss: Float.infinity)
    var history: [EpochRecord] = []
    var done = 0
    if let state {
      try state.check(against: model, optimizer: optimizer)
      run.resume(state)
      best = (Model(model.network, parameters: state.best), state.bestEpoch, state.bestLoss ?? .infinity)
      (history, done) = (state.history, state.epoch)
    }
    func isOutOfPatience(_ epoch: Int) -> Bool {
      guard validation != nil, epoch > 0, let patience = options.patience else { return false }
      return epoch - best.epoch >= patience
    }
    // The state may be that of a training that ended.
    guard !isOutOfPatience(done) else {
      return TrainingResult(
        best: best.model,
        bestEpoch: best.epoch,
        last: run.kept,
        history: history,
        ending: .stoppedEarly
      )
    }
    var ending = TrainingResult.Ending.completed
    for epoch in stride(from: done + 1, through: options.epochs, by: 1) {
      let began = ContinuousClock.now
      let losses = history.map { $0.validationLoss ?? $0.trainingLoss }
      var record = try run.epoch(epoch, training, self, losses: losses, progress: progress)
      if let validation {
        let (loss, accuracy) = try evaluate(run.kept, on: validation)
        // Only validation notices that the last step diverged.
        guard loss.isFinite else { throw .diverged(epoch: epoch, step: run.steps, learningRate: record.learningRate) }
        record.validationLoss = loss
        record.validationAccuracy = accuracy
      }
      record.seconds = began.duration(to: .now).seconds
      history.append(record)
      let isBest = validation == nil || (record.validationLoss ?? .infinity) < best.loss
      if isBest || best.epoch == 0 { best = (run.kept, epoch, record.validationLoss ?? .infinity) }
      var continues = true
      if !run.isInterrupted {
        // Training resumes only between epochs.
        let state = TrainingState(
          epoch: epoch,
          parameters: run.model.parameters,
          average: run.average,
          optimizer: run.optimizer.state,
          best: best.model.parameters,
          bestEpoch: best.epoch,
          bestLoss: best.loss.isFinite ? best.loss : nil,
          history: history
        )
        continues = progress(.checkpoint(state))
      }
      if best.epoch == epoch { continues = progress(.best(best.model, record)) && continues }
      continues = progress(.epoch(record, isBest: isBest)) && continues
      continues = try agree(continues)
      if run.isInterrupted || !continues {
        ending = .interrupted
        break
      }
      if isOutOfPatience(epoch) {
        ending = .stoppedEarly
        break
      }
    }
    return TrainingResult(best: best.model, bestEpoch: best.epoch, last: run.kept, history: history, ending: ending)
  }

  /// The mean loss over a data set, and the accuracy if it has labels.
  public func evaluate(
    _ model: Model,
    on dataset: some Dataset
  ) throws(TrainingError) -> (loss: Float, accuracy: Float?) {
    try check(dataset, "validation", against: model)
    let share = processes.ownShare(of: dataset.count)
    let scores: [ExampleScore]
    do {
      let numbers = try processes.gatheringNumbers {
        let answers = try Predictor(model, threads: options.threads).outputs(count: share.count) {
          let target = try dataset.load(share.lowerBound + $0, epoch: nil, into: $1)
          try loss.check(target, outputs: model.network.output.count)
          return target
        }
        return answers.flatMap { ExampleScore($0.output, $0.extra, loss).numbers }
      }
      scores = ExampleScore.scores(numbers)
    } catch { throw TrainingError(whileLoading: error) }
    var (sum, weight, correct, labels) = (0.0, 0.0, 0, 0)
    for score in scores {
      sum += Double(score.loss)
      weight += Double(score.weight)
      guard let isCorrect = score.isCorrect else { continue }
      labels += 1
      correct += isCorrect ? 1 : 0
    }
    return (Float(sum / weight), labels > 0 ? Float(correct) / Float(labels) : nil)
  }

  /// True if every process wants to continue.
  fileprivate func agree(_ continues: Bool) throws(TrainingError) -> Bool {
    do { return try processes.agree(continues) } catch { throw .unreadable(error) }
  }

  private func check(_ dataset: some Dataset, _ name: String, against model: Model) throws(TrainingError) {
    guard dataset.count > 0 else { throw .invalidData("there are no \(name) examples") }
    guard dataset.shape == model.network.input else {
      throw .invalidData(
        "the \(name) examples have the shape \(dataset.shape), the network's input \(model.network.input)"
      )
    }
  }
}

/// The mutable state of one training.
private struct Run {
  var model: Model
  var optimizer: any Optimizer
  let gradient: BatchGradient
  let groups: [ParameterGroup]
  let statistics: [(range: Range<Int>, momentum: Float)]
  var isInterrupted = false
  /// The number of steps in this epoch so far.
  var steps = 0
  /// The running mean of the parameters, if there is one.
  var average: [Float]?

  init(model: Model, optimizer: any Optimizer, gradient: BatchGradient) {
    self.model = model
    self.optimizer = optimizer
    self.gradient = gradient
    groups = model.network.plan.learningGroups
    statistics = model.network.plan.statistics
  }

  /// The model to validate and keep.
  var kept: Model { average.map { Model(model.network, parameters: $0) } ?? model }

  /// Continues from the state of an earlier training.
  mutating func resume(_ state: TrainingState) {
    model.parameters = state.parameters
    optimizer.state = state.optimizer
    average = state.average
  }

  mutating func epoch(
    _ epoch: Int,
    _ training: some Dataset,
    _ trainer: Trainer<some Loss>,
    losses: [Float],
    progress: (TrainingEvent) -> Bool
  ) throws(TrainingError) -> EpochRecord {
    let options = trainer.options
    let began = ContinuousClock.now
    let order = Self.order(of: training.count, seed: options.seed, epoch: epoch)
    // A larger batch contains all examples; the bound avoids overflow.
    let batchSize = min(options.batchSize, order.count)
    let steps = (order.count + batchSize - 1) / batchSize
    var total = BatchGradient.Result()
    var (done, rate) = (0, Float(0))
    for step in 0..<steps {
      let first = step * batchSize
      let batch = order[first..<min(first + batchSize, order.count)]
      let result: BatchGradient.Result
      do {
        result = try model.parameters.withTensorView { parameters in
          try gradient.evaluate(
            batch,
            of: training,
            epoch: epoch,
            seed: options.seed,
            loss: trainer.loss,
            parameters: parameters
          )
        }
      } catch { throw TrainingError(whileLoading: error) }
      // + 1: a warm-up from a rate of 0 would waste its first step.
      let moment = Float(epoch - 1) + Float(step + 1) / Float(steps)
      rate =
        options.learningRate
        * options.schedule.factor(
          at: options.schedule.isStepwise ? Float(epoch - 1) : moment,
          of: options.epochs,
          validationLosses: losses
        )
      let norm = norm(of: gradient.gradient.readOnly)
      guard result.loss.isFinite, norm.isFinite else {
        throw .diverged(epoch: epoch, step: step + 1, learningRate: rate)
      }
      if let clip = options.clipNorm, norm > clip {
        for group in groups { gradient.gradient[group.range].scale(by: clip / norm) }
      }
      move(by: rate)
      if let decay = options.averaging { takeMean(decay: decay, steps: (epoch - 1) * steps + step) }
      self.steps = step + 1
      done += batch.count
      total.loss += result.loss
      total.weight += result.weight
      total.correct += result.correct
      total.labels += result.labels
      let seen = BatchProgress(
        epoch: epoch,
        done: done,
        total: order.count,
        loss: Float(total.loss / total.weight),
        accuracy: total.accuracy,
        seconds: began.duration(to: .now).seconds
      )
      if try !trainer.agree(progress(.batch(seen))) {
        isInterrupted = true
        break
      }
    }
    let seconds = began.duration(to: .now).seconds
    return EpochRecord(
      epoch: epoch,
      learningRate: rate,
      trainingLoss: Float(total.loss / total.weight),
      trainingAccuracy: total.accuracy,
      seconds: seconds,
      examplesPerSecond: Double(done) / seconds
    )
  }

  /// Updates the parameters along the gradient, and running statistics towards those of the batch.
  private mutating func move(by rate: Float) {
    let (gradient, groups, statistics) = (gradient.gradient.readOnly, groups, statistics)
    var optimizer = optimizer
    model.parameters.withMutableTensorView { parameters in
      optimizer.update(parameters, along: gradient, learningRate: rate, groups: groups)
      for (range, momentum) in statistics {
        for i in range { parameters[i] += momentum * (gradient[i] - parameters[i]) }
      }
    }
    self.optimizer = optimizer
  }

  /// Moves the running mean towards the parameters, with a smaller decay in the first steps.
  private mutating func takeMean(decay: Float, steps: Int) {
    var mean = average ?? model.parameters
    let share = 1 - min(decay, Float(steps + 1) / Float(steps + 10))
    model.parameters.withTensorView { parameters in
      mean.withMutableTensorView { mean in for i in 0..<mean.count { mean[i] += share * (parameters[i] - mean[i]) } }
    }
    average = mean
  }

  private func norm(of gradient: TensorView) -> Float {
    var squares = 0.0
    for group in groups {
      let part = gradient[group.range]
      squares += Double(part.dot(part))
    }
    return Float(squares.squareRoot())
  }

  /// The random order of the examples in an epoch (Fisher and Yates).
  private static func order(of count: Int, seed: Int, epoch: Int) -> [Int] {
    var generator = KeyedGenerator(seed, epoch, shuffleKey)
    var order = Array(0..<count)
    // The standard library's shuffle may change between toolchains.
    generator.shuffle(&order)
    return order
  }

  // Separates the order's stream from those of the examples, whose keys are not negative.
  private static let shuffleKey = -1
}

extension BatchGradient.Result {
  /// The accuracy; nil for regression.
  fileprivate var accuracy: Float? { labels > 0 ? Float(correct) / Float(labels) : nil }
}

extension LearningRateSchedule {
  /// True if the rate changes only between epochs.
  fileprivate var isStepwise: Bool { if case .step = self { true } else { false } }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
