import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct QuantizableTrunkTests {
  private func trunk(_ layers: [any Layer]) throws -> QuantizableTrunk? {
    QuantizableTrunk(try QuantizationSamples.model(layers).foldingNormalization())
  }

  @Test func convolutionsPoolingAndBlocksAreFound() throws {
    let trunk = try #require(try trunk(QuantizationSamples.residual))
    #expect(trunk.convolutions.map(\.filters) == [10, 36, 20, 17, 36, 24])
    #expect(trunk.convolutions.map(\.pools) == [true, false, false, false, false, true])
    #expect(trunk.convolutions.map(\.addend) == [nil, nil, nil, nil, 1, nil])
    #expect(trunk.convolutions.map(\.padding) == [1, 1, 1, 1, 1, 0])
    #expect(trunk.convolutions.last?.output == Shape(channels: 24, height: 3, width: 4))
    #expect(trunk.probes.map(\.count) == [1, 1, 3, 1])
    // All but the average and the dense layer.
    let folded = try QuantizationSamples.model(QuantizationSamples.residual).foldingNormalization()
    #expect(trunk.layerCount == folded.network.layers.count - 2)
  }

  @Test func probesGiveTheInputOfTheRest() throws {
    let model = try QuantizationSamples.model(QuantizationSamples.residual)
    let folded = model.foldingNormalization()
    let trunk = try #require(QuantizableTrunk(folded))
    var maps = QuantizationSamples.inputs(3)
    for block in trunk.probes { maps = Predictor(try #require(block.last)).outputs(for: maps) }
    let body = folded.split(after: trunk.layerCount - 1).body
    #expect(maps == Predictor(body).outputs(for: QuantizationSamples.inputs(3)))
  }

  @Test func normalizationWithNegativeScalesAfterAMaximumIsPartOfTheForm() throws {
    var model = try QuantizationSamples.model(QuantizationSamples.residual)
    // The scales of the first normalisation follow the weights of the first convolution.
    for filter in 0..<10 where filter % 2 == 0 { model.parameters[90 + filter] = -0.7 }
    let folded = model.foldingNormalization()
    #expect(folded.network.layers.contains { $0 is BatchNormalization })
    let trunk = try #require(QuantizableTrunk(folded))
    #expect(trunk.convolutions.count == 6)
    let slopes = trunk.parameters[90..<100]
    #expect(slopes.count { $0 < 0 } == 5)
  }

  @Test func otherLayersEndTheTrunk() throws {
    let start: [any Layer] = [Conv2D(filters: 4, kernel: 3, activation: .relu), Conv2D(filters: 6, kernel: 3)]
    let ends: [[any Layer]] = [
      [], [Activation(.tanh)], [MaxPool2D(size: 2), Activation(.silu)],
    ]
    for end in ends { #expect(try trunk(start + end + [Dense(units: 2)]) == nil) }
    let relu: [any Layer] = [Activation(.relu)]
    #expect(try trunk(start + relu + [Dense(units: 2)])?.layerCount == 3)
    let others: [any Layer] = [
      Conv2D(filters: 3, kernel: 5, activation: .relu), Conv2D(filters: 3, kernel: 3, stride: 2, activation: .relu),
      Conv2D(filters: 3, kernel: 3, padding: .circular, activation: .relu), Conv2D(filters: 3, kernel: 3),
      MaxPool2D(size: 3), Residual { Conv2D(filters: 6, kernel: 3) },
      Residual(activation: .relu) { Conv2D(filters: 6, kernel: 3, activation: .relu) },
      Residual(activation: .relu) {
        Conv2D(filters: 5, kernel: 3)
      } shortcut: {
        Conv2D(filters: 5, kernel: 1)
      },
    ]
    for other in others {
      #expect(try trunk(start + relu + [other, Activation(.sigmoid), Dense(units: 2)])?.layerCount == 3, "\(other)")
      // Shortcuts without layers need as many channels as the body gives.
      guard !(other is Residual) else { continue }
      #expect(try trunk([other] + start + relu + [Dense(units: 2)]) == nil, "\(other)")
    }
  }

  @Test func severalInputChannelsHaveNoForm() throws {
    let network = try Network(input: Shape(channels: 2, height: 8, width: 8)) {
      Conv2D(filters: 4, kernel: 3, activation: .relu)
      Conv2D(filters: 4, kernel: 3, activation: .relu)
      Dense(units: 2)
    }
    #expect(QuantizableTrunk(Model(network, seed: 1)) == nil)
  }
}
