import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct ActivationTests {
  @Test(arguments: ActivationFunction.allCases)
  func equalsTheSlowReferenceAndItsGradient(function: ActivationFunction) throws {
    let input = Shape(channels: 3, height: 3, width: 5)
    let layer = Activation(function)
    let harness = try LayerHarness(layer, input: input, examples: 2)
    #expect(harness.outputShape == input)
    var generator = KeyedGenerator(9)
    let x = generator.normals(2 * input.count)
    let expected = x.map { SlowReference.activation(function, $0) }
    #expect(greatestDifference(harness.forward(x, parameters: []), expected) < 1e-6)
    #expect(try gradientError(layer, input: input, distinctInputs: true) < 0.01)
  }
}
