import NeuralNetworks
import SymmetryClassification

/// Patterns a second of a network in training and inference; its peers are peers/speed_pytorch.py and speed_onnx.py.
enum TrainingBenchmark {
  /// The filters of the first convolution of each architecture.
  static let usualFilters = 16

  private struct Rates: Encodable {
    var training: [Double]
    var inference: [Double]
    var single: [Double]
    var multiplyAdds: Int
  }

  /// Times one network.
  ///
  /// - Parameters:
  ///   - architecture: which network, with 14 classes.
  ///   - size: the height and width of a pattern.
  ///   - filters: those of the first convolution, which are 16 else; all others have as many times more.
  ///   - batch: patterns of one training step.
  ///   - patterns: how many there are.
  ///   - threads: how many work.
  ///   - runs: how many runs of each kind.
  /// - Throws: `ShapeError` where the size leaves nothing to look at, `TrainingError` where memory is short.
  static func run(
    architecture: Architecture,
    size: Int,
    filters: Int,
    batch: Int,
    patterns: Int,
    threads: Int,
    runs: Int
  ) throws {
    let network = try widened(architecture.network(size: size, classes: 14), filters: filters)
    let inputs = inputs(count: patterns, of: network.input)
    let model = Model(network, seed: 1)
    let training = try trainingRates(model, inputs, batch: batch, threads: threads, runs: runs)
    let predictor = Predictor(model.foldingNormalization(), threads: threads)
    let inference = Timing.seconds(runs: 3 * runs) { _ = predictor.outputs(for: inputs) }
      .map { Double(inputs.count) / $0 }
    let one = Predictor(model.foldingNormalization(), threads: 1)
    let single = Timing.seconds(runs: 10 * runs) { _ = one.output(for: inputs[0]) }
    print("\(architecture.rawValue) network, \(size)×\(size), \(threads) thread(s), \(runs) runs")
    print("training, batches of \(batch): \(Timing.median(training)) patterns a second")
    print("inference of \(inputs.count): \(Timing.median(inference)) patterns a second")
    print("one pattern, one thread: \(Timing.median(single) * 1000) ms")
    try Report.print(
      Rates(
        training: training,
        inference: inference,
        single: single,
        multiplyAdds: network.plan.multiplyAdds
      )
    )
  }

  /// A network without residual blocks, its convolutions having other numbers of filters.
  private static func widened(_ network: Network, filters: Int) throws -> Network {
    guard filters != usualFilters else { return network }
    return try Network(
      input: network.input,
      layers: network.layers.map { layer in
        guard var convolution = layer as? Conv2D else { return layer }
        convolution.filters = convolution.filters * filters / usualFilters
        return convolution
      }
    )
  }

  /// What the numbers are does not matter for speed, as long as none is denormal.
  private static func inputs(count: Int, of shape: Shape) -> [[Float]] {
    (0..<count).map { example in
      (0..<shape.count).map { position -> Float in
        Float((position * 7919 + example * 104_729) % 2003) / 1000 - 1
      }
    }
  }

  private static func trainingRates(
    _ model: Model,
    _ inputs: [[Float]],
    batch: Int,
    threads: Int,
    runs: Int
  ) throws -> [Double] {
    let dataset = ArrayDataset(
      shape: model.network.input,
      inputs: inputs,
      labels: inputs.indices.map { $0 % 14 }
    )
    let trainer = Trainer(
      options: TrainingOptions(
        epochs: runs + 1,
        batchSize: batch,
        learningRate: 1e-4,
        threads: threads
      ),
      loss: SoftmaxCrossEntropy()
    )
    // The first epoch meets cold memory.
    return try trainer.train(model, on: dataset).history.dropFirst().map(\.examplesPerSecond)
  }
}
