import RandomNumbers
import Testing

@testable import NeuralNetworks

@Suite struct ModelQuantizationTests {
  @Test func maximaAreTheGreatestOutputs() throws {
    let layers: [any Layer] = [
      Conv2D(filters: 5, kernel: 3, activation: .relu), MaxPool2D(size: 2),
      Conv2D(filters: 6, kernel: 3, activation: .relu), Conv2D(filters: 7, kernel: 3, activation: .relu),
      Dense(units: 2),
    ]
    let model = try QuantizationSamples.model(layers)
    // More inputs than are measured at a time; the greatest output is that of the last.
    var inputs = QuantizationSamples.inputs(70)
    inputs[69] = inputs[69].map { 3 * $0 }
    let maxima = try #require(QuantizationSamples.maxima(model, inputs))
    for (index, layer) in [1, 2].enumerated() {
      let body = Predictor(model.split(after: layer).body)
      #expect(maxima[index] == body.outputs(for: inputs).joined().max())
      #expect(maxima[index] == body.output(for: inputs[69]).max())
    }
    #expect(maxima.count == 2)
    #expect(QuantizationSamples.maxima(model, inputs, threads: 3) == maxima)
  }

  @Test func blocksHaveAMaximumForEachConvolution() throws {
    let model = try QuantizationSamples.model(QuantizationSamples.residual)
    let maxima = try #require(QuantizationSamples.maxima(model, QuantizationSamples.inputs(5)))
    #expect(maxima.count == 5 && maxima.allSatisfy { $0 > 0 })
    #expect(model.isQuantizable)
    #expect(model.quantized(activationMaxima: maxima)?.network.output == model.network.output)
    #expect(model.quantized(activationMaxima: Array(maxima.dropLast())) == nil)
  }

  @Test func otherNetworksHaveNoMaxima() throws {
    let model = Model(try Network(input: QuantizationSamples.input) { Dense(units: 3) }, seed: 1)
    #expect(!model.isQuantizable && model.quantized(activationMaxima: []) == nil)
    #expect(QuantizationSamples.maxima(model, QuantizationSamples.inputs(2)) == nil)
  }

  @Test func errorsOfLoadingAreThrown() throws {
    struct Missing: Error, Equatable { let index: Int }
    let model = try QuantizationSamples.model(QuantizationSamples.residual)
    #expect(throws: Missing(index: 1)) {
      try model.activationMaxima(count: 3, threads: 1) { (index, input) throws(Missing) in
        guard index == 0 else { throw Missing(index: index) }
        input.fill(1)
      }
    }
  }

  @Test func trunkThatEndsTheNetworkGivesItsOutputs() throws {
    let layers: [any Layer] = [
      Conv2D(filters: 5, kernel: 3, activation: .relu), Conv2D(filters: 6, kernel: 3, activation: .relu),
    ]
    let model = try QuantizationSamples.model(layers)
    let inputs = QuantizationSamples.inputs(3)
    let maxima = try #require(QuantizationSamples.maxima(model, inputs))
    let quantized = try #require(model.quantized(activationMaxima: maxima))
    let (expected, outputs) = (Predictor(model).outputs(for: inputs), Predictor(quantized).outputs(for: inputs))
    let scale = expected.joined().max() ?? 0
    #expect(zip(outputs.joined(), expected.joined()).allSatisfy { abs($0 - $1) < 0.03 * scale })
  }
}
