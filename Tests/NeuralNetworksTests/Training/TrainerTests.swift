import RandomNumbers
import Testing

@testable import NeuralNetworks

@Suite struct TrainerTests {
  typealias Examples = TrainingExamples

  @Test func learnsExclusiveOr() throws {
    let trainer = Trainer(
      options: TrainingOptions(epochs: 150, batchSize: 4, learningRate: 0.05),
      loss: SoftmaxCrossEntropy()
    )
    let model = try Examples.perceptron(2, hidden: [8], outputs: 2)
    let result = try trainer.train(model, on: Examples.xor)
    #expect(result.ending == .completed)
    #expect(result.history.count == 150)
    #expect(result.bestEpoch == 150)
    #expect(result.best.parameters == result.last.parameters)
    let (loss, accuracy) = try trainer.evaluate(result.last, on: Examples.xor)
    #expect(accuracy == 1)
    #expect(loss < 0.05)
  }

  @Test func learnsSpirals() throws {
    let spirals = Examples.spirals(60)
    let trainer = Trainer(
      options: TrainingOptions(epochs: 120, batchSize: 20, learningRate: 0.02),
      loss: SoftmaxCrossEntropy(),
      optimizer: AdamW()
    )
    let model = try Examples.perceptron(2, hidden: [16, 16], outputs: 2)
    let result = try trainer.train(model, on: spirals)
    #expect(try trainer.evaluate(result.last, on: spirals).accuracy ?? 0 >= 0.98)
  }

  @Test func learnsASine() throws {
    let sine = Examples.sine(40)
    let trainer = Trainer(
      options: TrainingOptions(
        epochs: 300,
        batchSize: 10,
        learningRate: 0.03,
        schedule: .cosine(warmUp: 2, floor: 0.01)
      ),
      loss: SquaredError()
    )
    let model = try Examples.perceptron(1, hidden: [12, 12], outputs: 1)
    let result = try trainer.train(model, on: sine)
    let (loss, accuracy) = try trainer.evaluate(result.last, on: sine)
    #expect(loss < 3e-3)
    #expect(accuracy == nil)
    #expect(result.history.last?.trainingAccuracy == nil)
  }

  @Test func learnsWithStochasticGradientDescent() throws {
    let bars = Examples.bars(60)
    let network = try Network(input: bars.shape) {
      Conv2D(filters: 6, kernel: 5, activation: .relu)
      MaxPool2D(size: 8)
      Dense(units: 3)
    }
    let trainer = Trainer(
      options: TrainingOptions(epochs: 12, batchSize: 10, learningRate: 0.05),
      loss: SoftmaxCrossEntropy(),
      optimizer: SGD(momentum: 0.9, nesterov: true)
    )
    let result = try trainer.train(Model(network, seed: 2), on: bars)
    // Of examples that it has not seen.
    let accuracy = try trainer.evaluate(result.last, on: Examples.bars(60, seed: 9)).accuracy
    #expect(accuracy ?? 0 > 0.9)
  }

  @Test func reportsEveryBatchAndEpoch() throws {
    let bars = Examples.bars(25)
    let trainer = Trainer(
      options: TrainingOptions(
        epochs: 2,
        batchSize: 10,
        learningRate: 0.1,
        schedule: .step(epochs: 1, factor: 0.5)
      ),
      loss: SoftmaxCrossEntropy()
    )
    var batches: [String] = []
    var records: [EpochRecord] = []
    let network = try Network(input: bars.shape) { Dense(units: 3) }
    let result = try trainer.train(Model(network, seed: 1), on: bars, validation: bars) { event in
      switch event {
      case .best, .checkpoint: break
      case .batch(let seen):
        batches.append("\(seen.epoch): \(seen.done) of \(seen.total)")
        #expect(seen.loss.isFinite && seen.seconds >= 0)
      case .epoch(let record, _): records.append(record)
      }
      return true
    }
    #expect(
      batches == [
        "1: 10 of 25", "1: 20 of 25", "1: 25 of 25", "2: 10 of 25", "2: 20 of 25", "2: 25 of 25",
      ]
    )
    #expect(records == result.history)
    #expect(records.map(\.epoch) == [1, 2])
    #expect(records.map(\.learningRate) == [0.1, 0.05])
    let (loss, accuracy) = try trainer.evaluate(result.last, on: bars)
    #expect(records[1].validationLoss == loss)
    #expect(records[1].validationAccuracy == accuracy)
  }

  @Test func stopsEarlyAndKeepsTheBestModel() throws {
    // Validation labels are wrong on purpose: the better the model learns, the worse it does.
    let training = Examples.xor
    let validation = ArrayDataset(
      shape: training.shape,
      inputs: [[0, 0], [0, 1], [1, 0], [1, 1]],
      labels: [1, 0, 0, 1]
    )
    let trainer = Trainer(
      options: TrainingOptions(epochs: 300, batchSize: 4, learningRate: 0.05, patience: 3),
      loss: SoftmaxCrossEntropy()
    )
    var models: [Bool] = []
    let model = try Examples.perceptron(2, hidden: [8], outputs: 2)
    let result = try trainer.train(model, on: training, validation: validation) { event in
      if case .epoch(_, let isBest) = event { models.append(isBest) }
      return true
    }
    #expect(result.ending == .stoppedEarly)
    #expect(result.history.count == result.bestEpoch + 3)
    #expect(models.lastIndex(of: true) == result.bestEpoch - 1)
    let losses = result.history.compactMap(\.validationLoss)
    #expect(losses[result.bestEpoch - 1] == losses.min())
    let (loss, _) = try trainer.evaluate(result.best, on: validation)
    #expect(loss == losses.min())
    #expect(result.best.parameters != result.last.parameters)
  }

  @Test func interruptionKeepsTheBestModel() throws {
    let bars = Examples.bars(40)
    let network = try Network(input: bars.shape) { Dense(units: 3) }
    let trainer = Trainer(
      options: TrainingOptions(epochs: 9, batchSize: 10, learningRate: 1e-2),
      loss: SoftmaxCrossEntropy()
    )
    var batches = 0
    let result = try trainer.train(Model(network, seed: 1), on: bars, validation: bars) { event in
      guard case .batch = event else { return true }
      batches += 1
      return batches < 6
    }
    #expect(result.ending == .interrupted)
    #expect(batches == 6)
    #expect(result.history.count == 2)
    // The half epoch was validated too.
    #expect(result.history[1].validationLoss != nil)
    let (loss, _) = try trainer.evaluate(result.best, on: bars)
    #expect(loss == result.history.compactMap(\.validationLoss).min())

    let afterAnEpoch = try trainer.train(Model(network, seed: 1), on: bars) { event in
      if case .epoch(let record, _) = event { record.epoch < 3 } else { true }
    }
    #expect(afterAnEpoch.ending == .interrupted)
    #expect(afterAnEpoch.history.count == 3)
  }

  @Test func divergenceErrorSuggestsARemedy() throws {
    let sine = Examples.sine(10)
    let trainer = Trainer(
      options: TrainingOptions(epochs: 50, batchSize: 5, learningRate: 1e20),
      loss: SquaredError(),
      optimizer: SGD()
    )
    let network = try Network(input: sine.shape) {
      Dense(units: 4, activation: .relu)
      Dense(units: 1)
    }
    let error = #expect(throws: TrainingError.self) {
      try trainer.train(Model(network, seed: 1), on: sine)
    }
    guard case .diverged(let epoch, let step, let rate) = try #require(error) else {
      Issue.record("\(String(describing: error)) instead of a divergence")
      return
    }
    #expect(epoch == 1 && step == 2 && rate == 1e20)
    #expect(error?.description.contains("epoch 1, step 2; use a learning rate below") == true)
  }

  @Test func clippedGradientHasTheRequestedNorm() throws {
    let bars = Examples.bars(10)
    let network = try Network(input: bars.shape) {
      Conv2D(filters: 2, kernel: 3, activation: .tanh)
      Dense(units: 3)
    }
    func step(clip: Float?) throws -> [Float] {
      let model = Model(network, seed: 1)
      let trainer = Trainer(
        options: TrainingOptions(epochs: 1, batchSize: 10, learningRate: 1, clipNorm: clip),
        loss: SoftmaxCrossEntropy(),
        optimizer: SGD()
      )
      let moved = try trainer.train(model, on: bars).last.parameters
      return zip(moved, model.parameters).map { $0 - $1 }
    }
    func norm(_ step: [Float]) -> Float { step.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let free = try step(clip: nil)
    #expect(norm(free) > 0.1)
    #expect(abs(norm(try step(clip: 0.01)) - 0.01) < 1e-5)
    #expect(try step(clip: 1e6) == free)
  }

  @Test func heavierClassIsPredictedMoreOften() throws {
    // Of two classes that look the same, the heavier one is predicted.
    let inputs = [[Float]](repeating: [1], count: 10)
    let data = ArrayDataset(
      shape: Shape(features: 1),
      inputs: inputs,
      labels: [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    )
    func probability(_ weights: [Float]?) throws -> Float {
      let network = try Network(input: data.shape) { Dense(units: 2) }
      let trainer = Trainer(
        options: TrainingOptions(epochs: 200, batchSize: 10, learningRate: 0.05),
        loss: SoftmaxCrossEntropy(classWeights: weights)
      )
      let model = try trainer.train(Model(network, seed: 1), on: data).last
      return Softmax.probabilities(Predictor(model).output(for: [1]))[1]
    }
    // n₁ w₁ / (n₀ w₀ + n₁ w₁), where the weighted cross-entropy is least.
    #expect(abs(try probability(nil) - 0.3) < 0.01)
    #expect(abs(try probability([1, 7]) - 0.75) < 0.01)
    // A batch in which nothing counts moves nothing.
    #expect(try probability([0, 0]).isFinite)
  }

  @Test func runningStatisticsFollowTheBatches() throws {
    var generator = KeyedGenerator(3)
    let inputs = (0..<12).map { _ in [3 + 2 * generator.normal()] }
    let data = ArrayDataset(
      shape: Shape(features: 1),
      inputs: inputs,
      labels: (0..<12).map { $0 % 2 }
    )
    let network = try Network(input: data.shape) {
      BatchNormalization(momentum: 0.5)
      Dense(units: 2)
    }
    let trainer = Trainer(
      options: TrainingOptions(epochs: 1, batchSize: 12, shardSize: 12),
      loss: SoftmaxCrossEntropy(classWeights: [1, 5])
    )
    let parameters = try trainer.train(Model(network, seed: 1), on: data).last.parameters
    let values = inputs.map { $0[0] }
    let mean = values.reduce(0, +) / 12
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11
    #expect(abs(parameters[2] - 0.5 * mean) < 1e-5)
    #expect(abs(parameters[3] - 0.5 * (1 + variance)) < 1e-5)
  }
}
