import NeuralNetworks
import SymmetryClassification

/// Patterns a second of a network in training and inference; the comparisons are peers/speed_pytorch.py and
/// peers/speed_onnx.py.
enum TrainingBenchmark {
  /// The number of filters in the first convolution of each architecture.
  static let defaultFilters = 16

  private struct Rates: Encodable {
    var training: [Double]
    var inference: [Double]
    var single: [Double]
    var multiplyAdds: Int
  }

  /// Times one network.
  ///
  /// - Parameters:
  ///   - architecture: the network, with 14 classes.
  ///   - size: the height and width of a pattern.
  ///   - filters: the number of filters in the first convolution; all convolutions scale with it.
  ///   - batch: the number of patterns in a training step.
  ///   - patterns: the number of patterns in an epoch.
  ///   - threads: the number of threads.
  ///   - runs: the number of timed runs of each kind.
  /// - Throws: `ShapeError` if the size is too small for the network, `TrainingError` if memory is short.
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

  /// A network without residual blocks, with its numbers of filters scaled.
  private static func widened(_ network: Network, filters: Int) throws -> Network {
    guard filters != defaultFilters else { return network }
    return try Network(
      input: network.input,
      layers: network.layers.map { layer in
        guard var convolution = layer as? Conv2D else { return layer }
        convolution.filters = convolution.filters * filters / defaultFilters
        return convolution
      }
    )
  }

  /// Arbitrary inputs: values do not affect the speed unless they are denormal.
  static func inputs(count: Int, of shape: Shape) -> [[Float]] {
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
    // Drops the first epoch, which runs on cold memory.
    return try trainer.train(model, on: dataset).history.dropFirst().map(\.examplesPerSecond)
  }
}
