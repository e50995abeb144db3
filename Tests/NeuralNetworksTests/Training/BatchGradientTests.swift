import Testing

@testable import NeuralNetworks

@Suite struct BatchGradientTests {
  /// Examples that nobody should get as far as to load.
  private struct Unloaded: Dataset {
    let shape: Shape
    let count: Int

    func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target {
      Issue.record("an example was loaded although its batch does not fit into memory")
      return .label(0)
    }
  }

  @Test(arguments: [(10, 3, 4), (512, 8, 64), (800, 13, 62), (1024, 16, 64), (1100, 16, 69), (32_768, 16, 2048)])
  func largeBatchesHaveLargerShardsAndThenMore(examples: Int, size: Int, count: Int) {
    let shards = BatchGradient.shards(of: examples, size: examples == 10 ? 3 : 8)
    #expect(shards.size == size && shards.count == count)
  }

  @Test func batchesLargerThanMemoryAreRefused() throws {
    let shape = Shape(channels: 1, height: 2048, width: 2048)
    let network = try Network(input: shape) {
      Conv2D(filters: 64, kernel: 3, activation: .relu)
      GlobalAveragePool2D()
      Dense(units: 2)
    }
    let trainer = Trainer(
      options: TrainingOptions(epochs: 1, batchSize: 100_000, threads: 256),
      loss: SoftmaxCrossEntropy()
    )
    let error = #expect(throws: TrainingError.self) {
      try trainer.train(
        Model(network, seed: 1),
        on: Unloaded(shape: shape, count: 100_000)
      )
    }
    #expect(error?.description.contains("memory; use smaller patterns") == true)
  }
}
