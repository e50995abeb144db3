import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct NormalizationBlockTests {
  /// Odd and even extents, narrower and wider than a vector.
  private static let inputs = [
    Shape(channels: 3, height: 5, width: 7), Shape(channels: 2, height: 4, width: 36),
    Shape(channels: 2, height: 2, width: 1040),
  ]

  /// The layers done at once equal the layers one after the other, forward and backward.
  @Test(arguments: inputs, [(true, false), (true, true), (false, true)])
  func equalsTheLayersOneAfterTheOther(input: Shape, then: (relu: Bool, pool: Bool)) throws {
    let normalization = BatchNormalization()
    var layers: [any Layer] = [normalization]
    if then.relu { layers.append(Activation(.relu)) }
    if then.pool { layers.append(MaxPool2D(size: 2)) }
    let examples = 3
    let together = try LayerHarness(layers, input: input, examples: examples)
    var generator = KeyedGenerator(1)
    let x = generator.normals(examples * input.count)
    let parameters = generator.normals(together.parameterCount).map { abs($0) + 0.1 }
    let y = together.forward(x, parameters: parameters)
    let dy = generator.normals(y.count)
    let gradients = together.gradients(x, parameters: parameters, outputGradient: dy)

    // One after the other: forward keeps what each layer read, backward goes through them in reverse.
    var (harnesses, read, shape) = ([LayerHarness](), [x], input)
    for layer in layers {
      let harness = try LayerHarness(layer, input: shape, examples: examples)
      read.append(harness.forward(read[read.count - 1], parameters: own(harness)))
      shape = harness.outputShape
      harnesses.append(harness)
    }
    func own(_ harness: LayerHarness) -> [Float] { harness.parameterCount > 0 ? parameters : [] }
    #expect(greatestDifference(y, read[read.count - 1]) < 1e-5)
    var (gradient, ofParameters) = (dy, [Float]())
    for (harness, x) in zip(harnesses, read).reversed() {
      let part = harness.gradients(x, parameters: own(harness), outputGradient: gradient)
      (gradient, ofParameters) = (part.input, part.parameters + ofParameters)
    }
    #expect(greatestDifference(gradients.input, gradient) < 1e-4)
    let scale = max(1, ofParameters.map(abs).max() ?? 1)
    #expect(greatestDifference(gradients.parameters, ofParameters) < 1e-5 * scale)
  }

  @Test func inferenceUsesTheRunningStatistics() throws {
    let input = Self.inputs[0]
    let layers: [any Layer] = [BatchNormalization(), Activation(.relu), MaxPool2D(size: 2)]
    let harness = try LayerHarness(layers, input: input, examples: 2)
    var generator = KeyedGenerator(2)
    let x = generator.normals(2 * input.count)
    let y = harness.forward(x, parameters: [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1], training: false)
    let pooled = try LayerHarness(MaxPool2D(size: 2), input: input, examples: 2)
    let expected = pooled.forward(x, parameters: []).map { max($0, 0) }
    #expect(greatestDifference(y, expected) < 2e-5)
  }
}
