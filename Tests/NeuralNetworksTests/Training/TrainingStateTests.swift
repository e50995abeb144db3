import Synchronization
import Testing

@testable import NeuralNetworks

@Suite struct TrainingStateTests {
  private static let optimizers: [any Optimizer & Sendable] = [
    AdamW(), Adam(weightDecay: 0.1), SGD(momentum: 0.9, nesterov: true),
  ]

  private func trainer(
    _ optimizer: any Optimizer,
    epochs: Int,
    averaging: Float?
  ) -> Trainer<SoftmaxCrossEntropy> {
    Trainer(
      options: TrainingOptions(
        epochs: epochs,
        batchSize: 10,
        shardSize: 3,
        learningRate: 1e-2,
        schedule: .reduceOnPlateau(factor: 0.5, patience: 1),
        averaging: averaging
      ),
      loss: SoftmaxCrossEntropy(),
      optimizer: optimizer
    )
  }

  @Test(arguments: [nil, 0.9 as Float])
  func resumedTrainingGivesTheSameBits(averaging: Float?) throws {
    let (examples, held) = (TrainingExamples.bars(26), TrainingExamples.bars(9, seed: 2))
    for optimizer in Self.optimizers {
      var states: [TrainingState] = []
      let whole = try trainer(optimizer, epochs: 5, averaging: averaging).train(
        TrainerDeterminismTests.model(),
        on: examples,
        validation: held
      ) { event in
        if case .checkpoint(let state) = event { states.append(state) }
        return true
      }
      #expect(states.map(\.epoch) == [1, 2, 3, 4, 5])
      for state in states {
        // Encode and decode the state, as after a power cut.
        let bytes = try state.safeTensors().encoded()
        let read = try TrainingState(SafeTensors(decoding: bytes, name: "file"), file: "file")
        #expect(read == state)
        let rest = try trainer(optimizer, epochs: 5, averaging: averaging).train(
          TrainerDeterminismTests.model(),
          on: examples,
          validation: held,
          resuming: read
        )
        #expect(rest.best.parameters == whole.best.parameters, "\(optimizer) \(state.epoch)")
        #expect(rest.last.parameters == whole.last.parameters, "\(optimizer) \(state.epoch)")
        #expect(rest.bestEpoch == whole.bestEpoch)
        #expect(rest.history.map(\.trainingLoss) == whole.history.map(\.trainingLoss))
      }
    }
  }

  @Test func averagedParametersAreValidatedAndKept() throws {
    func result(_ averaging: Float?) throws -> TrainingResult {
      try trainer(SGD(), epochs: 2, averaging: averaging).train(
        TrainerDeterminismTests.model(),
        on: TrainingExamples.bars(26)
      )
    }
    let states = Mutex<[TrainingState]>([])
    let averaged = try trainer(SGD(), epochs: 2, averaging: 0.5).train(
      TrainerDeterminismTests.model(),
      on: TrainingExamples.bars(26)
    ) { event in
      if case .checkpoint(let state) = event { states.withLock { $0.append(state) } }
      return true
    }
    let last = try #require(states.withLock { $0.last })
    // The parameters move as without a mean, which is kept beside them.
    #expect(try result(nil).last.parameters == last.parameters)
    #expect(averaged.last.parameters == last.average)
    #expect(averaged.last.parameters != last.parameters)
  }

  @Test func averageFollowsItsFormula() throws {
    // One step an epoch, so that each state shows one.
    var states: [TrainingState] = []
    var options = TrainingOptions(epochs: 4, batchSize: 26, learningRate: 0.1, averaging: 0.6)
    options.threads = 1
    let model = try TrainerDeterminismTests.model()
    _ = try Trainer(options: options, loss: SoftmaxCrossEntropy(), optimizer: SGD())
      .train(model, on: TrainingExamples.bars(26)) { event in
        if case .checkpoint(let state) = event { states.append(state) }
        return true
      }
    var mean = states[0].parameters
    for (step, state) in states.enumerated() {
      let share = 1 - min(0.6, Float(step + 1) / Float(step + 10))
      mean = zip(mean, state.parameters).map { $0 + share * ($1 - $0) }
      let kept = try #require(state.average)
      #expect(zip(kept, mean).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func stateOfAnotherTrainingIsRefused() throws {
    var states: [TrainingState] = []
    let examples = TrainingExamples.bars(26)
    let trainer = trainer(AdamW(), epochs: 1, averaging: nil)
    _ = try trainer.train(TrainerDeterminismTests.model(), on: examples) { event in
      if case .checkpoint(let state) = event { states.append(state) }
      return true
    }
    let state = states[0]
    var short = state
    short.parameters.removeLast()
    var moments = state
    moments.optimizer.moments.removeLast()
    var history = state
    history.history = []
    for wrong in [short, moments, history] {
      #expect(throws: TrainingError.self) {
        try trainer.train(TrainerDeterminismTests.model(), on: examples, resuming: wrong)
      }
    }
  }

  @Test(arguments: [(1, 3), (2, 6), (3, 7), (4, nil)] as [(Int, Int?)])
  func lessPatienceWouldHaveEndedATrainingEarlier(patience: Int, end: Int?) {
    let losses: [Float] = [3, 2, 2, 1, 2, 1, 1]
    let history = losses.enumerated().map { index, loss in
      EpochRecord(
        epoch: index + 1,
        learningRate: 1,
        trainingLoss: 1,
        validationLoss: loss,
        seconds: 1,
        examplesPerSecond: 1
      )
    }
    var state = TrainingState(
      epoch: 7,
      parameters: [],
      average: nil,
      optimizer: OptimizerState(),
      best: [],
      bestEpoch: 4,
      bestLoss: 1,
      history: history
    )
    #expect(state.end(patience: patience) == end)
    for index in history.indices { state.history[index].validationLoss = nil }
    #expect(state.end(patience: patience) == nil)
  }
}
