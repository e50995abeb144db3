// A multilayer perceptron that learns a function of several variables: the regression of a first
// course, as with scikit-learn's MLPRegressor, in the library's own words. Run it with
// `swift run -c release regression-mlp`.
//
// The data are Friedman's first problem (Ann. Statist. 19, 1, 1991): y depends on the first five of
// ten variables, uniform in [0, 1], and on noise of variance 1, so that no model can do better than
// a mean squared error of 1.
import Foundation
import NeuralNetworks
import RandomNumbers

func friedman(_ x: [Float]) -> Float {
  10 * sin(.pi * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4]
}

/// Draws examples; targets are brought near mean 0 and deviation 1, which the first weights are
/// made for.
func draw(_ count: Int, key: Int) -> (inputs: [[Float]], values: [[Float]]) {
  var generator = KeyedGenerator(key)
  let inputs = (0..<count).map { _ in (0..<10).map { _ in generator.uniform(in: 0...1) } }
  return (inputs, inputs.map { [(friedman($0) + generator.normal() - center) / spread] })
}
let (center, spread): (Float, Float) = (14.4, 5)
let (training, test) = (draw(2000, key: 1), draw(1000, key: 2))

let network = try Network(input: Shape(features: 10)) {
  Dense(units: 64, activation: .relu)
  Dense(units: 1)
}
print(network)

let trainer = Trainer(
  options: TrainingOptions(epochs: 100, batchSize: 32, schedule: .cosine(warmUp: 1, floor: 0)),
  loss: SquaredError(),
  optimizer: Adam(weightDecay: 1e-4)
)
let result = try trainer.train(
  Model(network, seed: 1),
  on: ArrayDataset(shape: network.input, inputs: training.inputs, values: training.values)
) { event in
  if case .epoch(let record, _) = event, record.epoch.isMultiple(of: 20) {
    print("epoch \(record.epoch): mean squared error \(record.trainingLoss * spread * spread)")
  }
  return true
}

let predictions = Predictor(result.best).outputs(for: test.inputs)
let residual = zip(predictions, test.values).reduce(0) {
  $0 + ($1.0[0] - $1.1[0]) * ($1.0[0] - $1.1[0])
}
let mean = test.values.reduce(0) { $0 + $1[0] } / Float(test.values.count)
let total = test.values.reduce(0) { $0 + ($1[0] - mean) * ($1[0] - mean) }
print("test: mean squared error \(residual / Float(test.values.count) * spread * spread)")
print("test: R² \(1 - residual / total)")
