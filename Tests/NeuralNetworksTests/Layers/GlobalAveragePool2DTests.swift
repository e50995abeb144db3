import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct GlobalAveragePool2DTests {
  static let inputs = [
    Shape(features: 1), Shape(features: 6), Shape(channels: 1, height: 3, width: 3),
    Shape(channels: 7, height: 5, width: 4), Shape(channels: 2, height: 1, width: 17),
  ]

  @Test(arguments: inputs) func givesTheMeanOfEachMap(input: Shape) throws {
    let harness = try LayerHarness(GlobalAveragePool2D(), input: input, examples: 3)
    #expect(harness.outputShape == Shape(features: input.channels))
    var generator = KeyedGenerator(2)
    let x = generator.normals(3 * input.count)
    let expected = (0..<3 * input.channels).map { map in
      let values = x[map * input.area..<(map + 1) * input.area].map(Double.init)
      return Float(values.reduce(0, +) / Double(input.area))
    }
    #expect(greatestDifference(harness.forward(x, parameters: []), expected) < 1e-6)
  }

  @Test(arguments: inputs) func gradientEqualsFiniteDifferences(input: Shape) throws {
    #expect(try gradientError(GlobalAveragePool2D(), input: input) < 0.01)
  }
}
