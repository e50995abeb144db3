import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct ModelFoldingNormalizationTests {
  static let input = Shape(channels: 2, height: 9, width: 8)

  @LayerBuilder static var plain: [any Layer] {
    Conv2D(filters: 5, kernel: 3, bias: false)
    BatchNormalization()
    Activation(.relu)
    Conv2D(filters: 4, kernel: 3, stride: 2)
    BatchNormalization(epsilon: 1e-2)
    Dense(units: 6, bias: false)
    BatchNormalization()
    Activation(.tanh)
    Dense(units: 3)
  }

  @LayerBuilder static var residual: [any Layer] {
    Conv2D(filters: 4, kernel: 3, bias: false)
    BatchNormalization()
    Residual(activation: .relu) {
      Conv2D(filters: 6, kernel: 3, stride: 2, bias: false)
      BatchNormalization()
      Activation(.relu)
      Residual {
        Conv2D(filters: 6, kernel: 3)
        BatchNormalization()
      }
    } shortcut: {
      Conv2D(filters: 6, kernel: 1, stride: 2, bias: false)
      BatchNormalization()
    }
    GlobalAveragePool2D()
    Dense(units: 3)
  }

  /// Normalisations that cannot be folded: first, after an activation, after a pooling, twice.
  @LayerBuilder static var stubborn: [any Layer] {
    BatchNormalization()
    Conv2D(filters: 3, kernel: 3, activation: .relu)
    BatchNormalization()
    MaxPool2D(size: 2)
    BatchNormalization()
    Conv2D(filters: 3, kernel: 3)
    BatchNormalization()
    BatchNormalization()
    Dense(units: 2)
  }

  /// A maximum between the two: the residual architecture's order.
  @LayerBuilder static var pooled: [any Layer] {
    Conv2D(filters: 5, kernel: 3, bias: false)
    MaxPool2D(size: 2)
    BatchNormalization()
    Activation(.relu)
    Dense(units: 3)
  }

  static func normalizations(_ layers: [any Layer]) -> Int {
    layers.reduce(0) { sum, layer in
      sum + (layer is BatchNormalization ? 1 : 0)
        + layer.branches.reduce(0) { $0 + normalizations($1.layers) }
    }
  }

  // `sign` is what one of the scales of the first normalisation is multiplied by, the others being positive.
  private func check(_ layers: [any Layer], left: Int, sign: Float? = nil) throws {
    let network = try Network(input: Self.input, layers: layers)
    var generator = KeyedGenerator(7)
    // Away from the first values, at which a normalisation is the identity; variances stay positive.
    var model = Model(network, seed: 3)
    var position = 0
    for parameter in network.plan.parameters {
      let isVariance = parameter.name.hasSuffix("running_var")
      for _ in 0..<parameter.count {
        let change = 0.3 * generator.normal()
        model.parameters[position] += isVariance ? abs(change) : change
        position += 1
      }
    }
    if let sign, let step = network.plan.steps.first(where: { $0.layer is BatchNormalization }) {
      let start = step.parameterRange.lowerBound
      for i in start..<start + step.inputShape.channels {
        model.parameters[i] = abs(model.parameters[i])
      }
      // One negative scale is enough.
      model.parameters[start] *= sign
    }
    let folded = model.foldingNormalization()
    #expect(Self.normalizations(folded.network.layers) == left)
    #expect(folded.network.output == network.output)
    let inputs = (0..<4).map { _ in generator.normals(Self.input.count) }
    let expected = Predictor(model).outputs(for: inputs).flatMap { $0 }
    let outputs = Predictor(folded).outputs(for: inputs).flatMap { $0 }
    let scale = expected.map(abs).max() ?? 0
    #expect(scale > 0.01)
    #expect(greatestDifference(outputs, expected) < 1e-4 * scale)
  }

  @Test func foldedPlainNetworkGivesTheSameOutputs() throws { try check(Self.plain, left: 0) }
  @Test func foldedResidualNetworkGivesTheSameOutputs() throws { try check(Self.residual, left: 0) }
  @Test func otherNormalizationsAreNotFolded() throws { try check(Self.stubborn, left: 4) }

  @Test func normalizationIsFoldedThroughAMaximum() throws {
    try check(Self.pooled, left: 0, sign: 1)
  }
  @Test func negativeScaleAfterAMaximumIsNotFolded() throws {
    try check(Self.pooled, left: 1, sign: -1)
  }

  @Test func modelWithoutNormalizationIsUnchanged() throws {
    let network = try Network(input: Self.input) {
      Residual { Conv2D(filters: 2, kernel: 3) }
      Dense(units: 2)
    }
    let model = Model(network, seed: 1)
    let folded = model.foldingNormalization()
    #expect(folded.parameters == model.parameters)
    #expect(folded.network.layers.map { "\($0)" } == network.layers.map { "\($0)" })
  }
}
