import NeuralNetworks
import TestSupport
import Testing

/// The layer of the article "Writing a layer", word for word.
private struct ChannelScale: Layer, Equatable {
  var description: String { "ChannelScale()" }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  func parameters(for input: Shape) -> [ParameterSpecification] {
    [
      ParameterSpecification(
        name: "scale",
        shape: [input.channels],
        initializer: .ones,
        role: .bias
      )
    ]
  }

  func forward(_ pass: ForwardPass) {
    pass.output.copy(pass.input)
    let area = pass.inputShape.area
    for example in 0..<pass.exampleCount {
      for channel in 0..<pass.inputShape.channels {
        pass.output(example).part(channel, of: area).scale(by: pass.parameters[channel])
      }
    }
  }

  func backward(_ pass: BackwardPass) {
    let area = pass.inputShape.area
    for example in 0..<pass.exampleCount {
      for channel in 0..<pass.inputShape.channels {
        let gradient = pass.outputGradient(example).part(channel, of: area)
        let input = pass.input(example).part(channel, of: area)
        for place in 0..<area { pass.parameterGradient[channel] += gradient[place] * input[place] }
        guard let inputGradient = pass.inputGradient(example)?.part(channel, of: area) else {
          continue
        }
        inputGradient.copy(gradient.readOnly)
        inputGradient.scale(by: pass.parameters[channel])
      }
    }
  }
}

@Suite struct WritingALayerTests {
  @Test func theLayerOfTheArticleHasItsDerivatives() throws {
    let shape = Shape(channels: 3, height: 4, width: 5)
    #expect(try gradientError(ChannelScale(), input: shape) < 1e-2)
    let network = try Network(input: shape) {
      Conv2D(filters: 3, kernel: 3)
      ChannelScale()
      Dense(units: 2)
    }
    #expect(network.parameterCount == 3 * 28 + 3 + 2 * 61)
  }
}
