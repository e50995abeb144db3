import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

/// The promise that results do not depend on threads: equal to the last bit.
@Suite struct TrainerDeterminismTests {
  /// Everything that could tell one order of work from another.
  static func model() throws -> Model {
    let network = try Network(input: Shape(channels: 1, height: 8, width: 8)) {
      Conv2D(filters: 4, kernel: 3, bias: false)
      BatchNormalization()
      Activation(.relu)
      Residual(activation: .relu) {
        Conv2D(filters: 6, kernel: 3, stride: 2)
        Dropout(rate: 0.2)
      } shortcut: {
        Conv2D(filters: 6, kernel: 1, stride: 2)
        BatchNormalization()
      }
      MaxPool2D(size: 2)
      Dropout(rate: 0.3)
      Dense(units: 3)
    }
    return Model(network, seed: 5)
  }

  /// 26 examples in batches of 10 and shards of 3: nothing divides anything.
  private func train(
    threads: Int?,
    seed: Int = 1,
    processes: any ProcessGroup = SingleProcess()
  ) throws -> TrainingResult {
    var trainer = Trainer(
      options: TrainingOptions(
        epochs: 3,
        batchSize: 10,
        shardSize: 3,
        learningRate: 1e-2,
        clipNorm: 1,
        seed: seed,
        threads: threads
      ),
      loss: SoftmaxCrossEntropy(labelSmoothing: 0.1, classWeights: [1, 2, 0.5])
    )
    trainer.processes = processes
    return try trainer.train(
      Self.model(),
      on: Augmented(examples: TrainingExamples.bars(26)),
      validation: TrainingExamples.bars(7, seed: 2)
    )
  }

  /// Noise that depends on the epoch, as augmentation does.
  private struct Augmented: Dataset {
    let examples: ArrayDataset
    var count: Int { examples.count }
    var shape: Shape { examples.shape }
    func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target {
      let target = try examples.load(index, epoch: epoch, into: input)
      if let epoch {
        var generator = KeyedGenerator(epoch, index)
        for i in 0..<input.count { input[i] += 0.1 * generator.normal() }
      }
      return target
    }
  }

  @Test func resultDoesNotDependOnThreads() throws {
    let one = try train(threads: 1)
    #expect(one.last.parameters != (try Self.model()).parameters)
    for threads in [1, 2, 3, 8, nil] {
      let other = try train(threads: threads)
      #expect(one.last.parameters == other.last.parameters, "\(threads ?? 0) threads")
      #expect(one.best.parameters == other.best.parameters)
      #expect(one.history.map(\.trainingLoss) == other.history.map(\.trainingLoss))
      #expect(one.history.map(\.validationLoss) == other.history.map(\.validationLoss))
    }
  }

  @Test func seedChangesTheResult() throws {
    #expect(
      try train(threads: 2, seed: 1).last.parameters
        != train(threads: 2, seed: 2).last.parameters
    )
  }

  @Test(arguments: [2, 3, 5]) func processesDoNotChangeABit(count: Int) throws {
    let expected = try train(threads: 2)
    for result in ThreadsAsProcesses.run(count, { group in try self.train(threads: 1, processes: group) }) {
      let result = try result.get()
      #expect(result.last.parameters == expected.last.parameters)
      #expect(result.best.parameters == expected.best.parameters && result.bestEpoch == expected.bestEpoch)
      #expect(result.history.map(\.validationLoss) == expected.history.map(\.validationLoss))
      #expect(result.history.map(\.trainingLoss) == expected.history.map(\.trainingLoss))
    }
  }

  @Test func oneProcessThatStopsEndsAll() throws {
    let results = ThreadsAsProcesses.run(3) { group in
      var trainer = Trainer(
        options: TrainingOptions(epochs: 4, batchSize: 10, shardSize: 3),
        loss: SoftmaxCrossEntropy()
      )
      trainer.processes = group
      var batches = 0
      let result = try trainer.train(Self.model(), on: TrainingExamples.bars(26)) { event in
        if case .batch = event { batches += 1 }
        return group.rank != 1 || batches < 4
      }
      return (result.ending, batches)
    }
    for result in results {
      let (ending, batches) = try result.get()
      #expect(ending == .interrupted && batches == 4)
    }
  }
}
