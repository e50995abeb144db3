import NeuralNetworks

/// Patterns a second of the reference network, in training and inference; its peer is peers/speed_pytorch.py.
enum TrainingBenchmark {
  static let batch = 64

  static func run(threads: Int, runs: Int) throws {
    let network = try Network(input: Shape(channels: 1, height: 128, width: 128)) {
      for filters in [16, 32, 64, 128] {
        Conv2D(filters: filters, kernel: 3, activation: .relu)
        MaxPool2D(size: 2)
      }
      Dense(units: 128, activation: .relu)
      Dense(units: 14)
    }
    // What the numbers are does not matter for speed, as long as none is denormal.
    let inputs = (0..<2 * batch).map { example in
      (0..<network.input.count).map { position -> Float in
        Float((position * 7919 + example * 104_729) % 2003) / 1000 - 1
      }
    }
    let dataset = ArrayDataset(
      shape: network.input,
      inputs: inputs,
      labels: inputs.indices.map { $0 % 14 }
    )
    let model = Model(network, seed: 1)
    let trainer = Trainer(
      options: TrainingOptions(
        epochs: runs + 1,
        batchSize: batch,
        learningRate: 1e-4,
        threads: threads
      ),
      loss: SoftmaxCrossEntropy()
    )
    let history = try trainer.train(model, on: dataset).history
    let predictor = Predictor(model, threads: threads)
    let inference = Timing.seconds(runs: runs) { _ = predictor.outputs(for: inputs) }
    // The first epoch meets cold memory.
    let training = Timing.median(history.dropFirst().map(\.examplesPerSecond))
    print("threads \(threads), median of \(runs) runs, patterns a second")
    print("training step, batch \(batch): \(training)")
    print(
      "inference, one pattern at a time on each thread: "
        + "\(Double(inputs.count) / Timing.median(inference))"
    )
  }
}
