// Patterns a second of the reference network, in training and inference: the median of several
// runs. `swift run -c release ednet-benchmarks [threads] [runs]`; its peer is
// peers/speed_pytorch.py.
import NeuralNetworks

let arguments = CommandLine.arguments.dropFirst().compactMap(Int.init)
let threads = arguments.first ?? 1
let runs = arguments.dropFirst().first ?? 5
let batch = 64

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

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

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
_ = predictor.outputs(for: inputs)
let clock = ContinuousClock()
let inference = (0..<runs).map { _ in
  Double(inputs.count) / (clock.measure { _ = predictor.outputs(for: inputs) } / .seconds(1))
}
// The first epoch meets cold memory.
print("threads \(threads), median of \(runs) runs, patterns a second")
print("training step, batch \(batch): \(median(history.dropFirst().map(\.examplesPerSecond)))")
print("inference, one pattern at a time on each thread: \(median(inference))")
