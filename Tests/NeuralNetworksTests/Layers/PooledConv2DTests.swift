import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct PooledConv2DTests {
  @Test(arguments: [ActivationFunction.relu, .identity], [5, 20])
  func fusedLayersEqualSeparateOnes(activation: ActivationFunction, examples: Int) throws {
    for (layer, input) in Convolution3x3Tests.cases {
      var layer = layer
      layer.activation = activation
      let pool = MaxPool2D(size: 2)
      #expect(PooledConv2D(layer, over: input) != nil)
      let both = try LayerHarness([layer, pool], input: input, examples: examples)
      let first = try LayerHarness(layer, input: input, examples: examples)
      let second = try LayerHarness(pool, input: first.outputShape, examples: examples)
      var generator = KeyedGenerator(1)
      let x = generator.normals(examples * input.count)
      let parameters = generator.normals(both.parameterCount)
      let z = first.forward(x, parameters: parameters)
      let y = both.forward(x, parameters: parameters)
      // The bias comes before the comparison in one and after it in the other.
      #expect(greatestDifference(y, second.forward(z, parameters: [])) < 1e-5, "\(layer)")
      #expect(both.forward(x, parameters: parameters, training: false) == y, "\(layer)")
      let dy = generator.normals(y.count)
      let dz = second.gradients(z, parameters: [], outputGradient: dy).input
      let expected = first.gradients(x, parameters: parameters, outputGradient: dz)
      let gradients = both.gradients(x, parameters: parameters, outputGradient: dy)
      #expect(greatestDifference(gradients.input, expected.input) < 2e-4, "\(layer)")
      let scale = expected.parameters.map(abs).max() ?? 1
      #expect(
        greatestDifference(gradients.parameters, expected.parameters) < 2e-5 * scale,
        "\(layer)"
      )
    }
  }

  @Test func unsuitablePoolingAndActivationAreNotFused() {
    let convolution = Conv2D(filters: 2, kernel: 3, activation: .relu)
    let input = Shape(channels: 2, height: 16, width: 16)
    #expect(PooledConv2D(convolution, over: input) != nil)
    for pool in [
      MaxPool2D(size: 3), MaxPool2D(size: 2, stride: 1), MaxPool2D(size: 2, padding: .same),
    ] {
      #expect(
        convolution.fused(with: [pool.fusibleOperation].compactMap(\.self), for: input) == nil,
        "\(pool)"
      )
    }
    let smooth = Conv2D(filters: 2, kernel: 3, activation: .tanh)
    #expect(PooledConv2D(smooth, over: input) == nil)
  }
}
