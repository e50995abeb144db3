import Foundation
import TestSupport

@testable import NeuralNetworks

/// PyTorch's results in double precision; see `Fixtures/make_pytorch_fixtures.py`.
struct PyTorchFixture: Decodable {
  struct LayerCase: Decodable {
    var name: String
    var layer: AnyLayer
    var input: Shape
    var examples: Int
    var parameters: [Double]
    var x: [Double]
    var y: [Double]
    var dy: [Double]
    var dx: [Double]
    var dparameters: [Double]
    var phase: String?
    var runningMean: [Double]?
    var runningVariance: [Double]?
  }

  struct LossCase: Decodable {
    var name: String
    var type: String
    var examples: Int
    var loss: Double
    // Softmax cross-entropy.
    var labelSmoothing: Float?
    var classWeights: [Float]?
    var logits: [Double]?
    var labels: [Int]?
    var dlogits: [Double]?
    // Squared error.
    var output: [Double]?
    var target: [Double]?
    var doutput: [Double]?
  }

  struct OptimizerOptions: Decodable {
    var type: String
    var learningRate: Float
    var weightDecay: Float
    var momentum: Float?
    var nesterov: Bool?
    var beta1: Float?
    var beta2: Float?
    var epsilon: Float?
  }

  struct OptimizerCase: Decodable {
    var name: String
    var optimizer: OptimizerOptions
    var initial: [Double]
    var gradients: [[Double]]
    /// After each step.
    var parameters: [[Double]]
  }

  var layers: [LayerCase]
  var losses: [LossCase]
  var optimizers: [OptimizerCase]

  static func load() throws -> PyTorchFixture {
    let file = Project.fixtures(of: "NeuralNetworksTests").appending(path: "pytorch.json")
    return try JSONDecoder().decode(PyTorchFixture.self, from: Data(contentsOf: file))
  }
}

/// The greatest difference, relative to the greatest expected magnitude; infinity for other lengths or a NaN.
func relativeError(_ actual: [Float], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  let scale = max(expected.map(abs).max() ?? 0, 1e-3)
  var greatest = 0.0
  for (a, e) in zip(actual, expected) {
    let error = abs(Double(a) - e) / scale
    greatest = error.isNaN ? .infinity : max(greatest, error)
  }
  return greatest
}
