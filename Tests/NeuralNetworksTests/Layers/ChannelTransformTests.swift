import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct ChannelTransformTests {
  @Test(arguments: [true, false]) func foldedLayerIsTheLayerFollowedByTheTransform(hasBias: Bool) {
    var generator = KeyedGenerator(1)
    let (outputs, inputs) = (3, 5)
    let transform = ChannelTransform(
      centers: generator.normals(outputs),
      scales: generator.normals(outputs),
      offsets: generator.normals(outputs)
    )
    let (weights, x) = (generator.normals(outputs * inputs), generator.normals(inputs))
    let biases = hasBias ? generator.normals(outputs) : []
    let folded = transform.folded(into: weights + biases, hasBias: hasBias)
    // The folded layer always has a bias.
    #expect(folded.count == outputs * inputs + outputs)
    func linear(_ parameters: [Float], _ output: Int, bias: Float) -> Double {
      (0..<inputs).reduce(Double(bias)) { $0 + Double(parameters[output * inputs + $1]) * Double(x[$1]) }
    }
    for output in 0..<outputs {
      let y = linear(weights, output, bias: hasBias ? biases[output] : 0)
      let expected =
        Double(transform.scales[output]) * (y - Double(transform.centers[output])) + Double(transform.offsets[output])
      let found = linear(folded, output, bias: folded[outputs * inputs + output])
      #expect(abs(found - expected) < 1e-5)
    }
  }

  @Test func identityKeepsTheLayer() {
    let identity = ChannelTransform(centers: [0, 0], scales: [1, 1], offsets: [0, 0])
    #expect(identity.folded(into: [1, 2, 3, 4, 5, 6], hasBias: true) == [1, 2, 3, 4, 5, 6])
    #expect(identity.folded(into: [1, 2, 3, 4], hasBias: false) == [1, 2, 3, 4, 0, 0])
  }
}
