import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct FlattenTests {
  @Test func keepsScalarsInOrder() throws {
    let input = Shape(channels: 3, height: 2, width: 5)
    let harness = try LayerHarness(Flatten(), input: input, examples: 2)
    #expect(harness.outputShape == Shape(features: 30))
    var generator = KeyedGenerator(1)
    let x = generator.normals(60)
    let dy = generator.normals(60)
    #expect(harness.forward(x, parameters: []) == x)
    #expect(harness.gradients(x, parameters: [], outputGradient: dy).input == dy)
  }

  @Test func makesChannelsOfPositions() throws {
    let network = try Network(input: Shape(channels: 2, height: 2, width: 2)) {
      Flatten()
      GroupNormalization(groups: 8)
    }
    #expect(network.output == Shape(features: 8))
  }
}
