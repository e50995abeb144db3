import Foundation
import NeuralNetworks
import RandomNumbers
import Testing

@Suite struct PerceptronTests {
  private func inputs(_ count: Int, seed: Int) -> [Double] {
    var generator = KeyedGenerator(seed)
    return (0..<count).map { _ in Double(generator.uniform(in: -1...1)) }
  }

  /// One example, unit by unit.
  private func output(of network: Perceptron, _ input: [Double]) -> [Double] {
    var (values, start) = (input, 0)
    for (layer, activation) in network.activations.enumerated() {
      let (inputs, units) = (network.widths[layer], network.widths[layer + 1])
      let bias = start + inputs * units
      values = (0..<units).map { unit in
        let sum = (0..<inputs).reduce(network.parameters[bias + unit]) {
          $0 + network.parameters[start + unit * inputs + $1] * values[$1]
        }
        return switch activation {
        case .identity: sum
        case .tanh: tanh(sum)
        case .relu: max(sum, 0)
        }
      }
      start = bias + units
    }
    return values
  }

  private static let networks = [
    Perceptron(widths: [3, 5, 4, 1], activations: [.tanh, .tanh, .identity], seed: 1),
    Perceptron(widths: [2, 7, 1], activations: [.relu, .identity], seed: 2),
    Perceptron(widths: [4, 1], activations: [.tanh], seed: 3),
  ]

  @Test(arguments: networks) func outputsAreThoseOfTheFormula(network: Perceptron) {
    let width = network.widths[0]
    let inputs = inputs(6 * width, seed: 4)
    let outputs = network.outputs(of: inputs)
    for example in 0..<6 {
      let expected = output(of: network, Array(inputs[example * width..<(example + 1) * width]))
      #expect(abs(outputs[example] - expected[0]) < 1e-14)
    }
  }

  @Test(arguments: networks) func inputGradientsAreFiniteDifferences(network: Perceptron) {
    let inputs = inputs(3 * network.widths[0], seed: 5)
    let result = network.outputsAndInputGradients(of: inputs)
    #expect(result.outputs == network.outputs(of: inputs))
    for i in inputs.indices {
      func sum(_ change: Double) -> Double {
        var moved = inputs
        moved[i] += change
        return network.outputs(of: moved).reduce(0, +)
      }
      #expect(abs((sum(1e-5) - sum(-1e-5)) / 2e-5 - result.gradients[i]) < 1e-9)
    }
  }

  @Test(arguments: networks) func parameterGradientsOfInputGradientsAreFiniteDifferences(network: Perceptron) {
    let count = 3
    let inputs = inputs(count * network.widths[0], seed: 6)
    let direction = self.inputs(inputs.count, seed: 7)
    let weights = self.inputs(count, seed: 8)
    var gradient = [Double](repeating: 1, count: network.parameters.count)
    network.addGradient(of: inputs, outputWeights: weights, direction: direction, to: &gradient)
    func value(_ network: Perceptron) -> Double {
      let (outputs, gradients) = network.outputsAndInputGradients(of: inputs)
      return zip(weights, outputs).reduce(0) { $0 + $1.0 * $1.1 }
        + zip(direction, gradients).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for i in gradient.indices {
      var (more, less) = (network, network)
      more.parameters[i] += 1e-5
      less.parameters[i] -= 1e-5
      // The gradient was 1 before: it is added to.
      #expect(abs((value(more) - value(less)) / 2e-5 + 1 - gradient[i]) < 1e-8)
    }
  }
}
