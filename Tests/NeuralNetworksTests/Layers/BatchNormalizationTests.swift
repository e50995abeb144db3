import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct BatchNormalizationTests {
  static let inputs = [
    Shape(features: 1), Shape(features: 5), Shape(channels: 1, height: 3, width: 3),
    Shape(channels: 6, height: 3, width: 7),
  ]

  /// Mean and biased variance of each channel over the examples, in double precision.
  private func statistics(
    _ x: [Float],
    _ input: Shape,
    examples: Int
  )
    -> [(mean: Double, variance: Double)]
  {
    (0..<input.channels).map { channel in
      let values = (0..<examples).flatMap { example in
        let start = (example * input.channels + channel) * input.area
        return x[start..<start + input.area].map(Double.init)
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, squares / Double(values.count))
    }
  }

  /// γ (x − μ) / √(σ² + ε) + β, in double precision.
  private func normalized(
    _ x: [Float],
    _ input: Shape,
    _ statistics: [(mean: Double, variance: Double)],
    _ parameters: [Float],
    epsilon: Float
  ) -> [Float] {
    x.indices.map { i in
      let channel = i / input.area % input.channels
      let (mean, variance) = statistics[channel]
      let value = (Double(x[i]) - mean) / (variance + Double(epsilon)).squareRoot()
      return Float(
        Double(parameters[channel]) * value + Double(parameters[input.channels + channel])
      )
    }
  }

  @Test(arguments: inputs) func trainingUsesTheStatisticsOfItsExamples(input: Shape) throws {
    let layer = BatchNormalization(epsilon: 1e-3)
    let harness = try LayerHarness(layer, input: input, examples: 4)
    var generator = KeyedGenerator(6)
    let x = generator.normals(4 * input.count).map { 2 * $0 - 5 }
    let parameters = generator.normals(4 * input.channels)
    let expected = normalized(
      x,
      input,
      statistics(x, input, examples: 4),
      parameters,
      epsilon: layer.epsilon
    )
    let y = harness.forward(x, parameters: parameters)
    #expect(greatestDifference(y, expected) < 2e-5)
  }

  @Test(arguments: inputs) func inferenceUsesTheRunningStatistics(input: Shape) throws {
    let layer = BatchNormalization()
    let harness = try LayerHarness(layer, input: input, examples: 2)
    var generator = KeyedGenerator(6)
    let x = generator.normals(2 * input.count)
    let channels = input.channels
    var parameters = generator.normals(4 * channels)
    for i in 3 * channels..<4 * channels { parameters[i] = abs(parameters[i]) + 0.1 }
    let running = (0..<channels).map {
      (Double(parameters[2 * channels + $0]), Double(parameters[3 * channels + $0]))
    }
    let expected = normalized(x, input, running, parameters, epsilon: layer.epsilon)
    let y = harness.forward(x, parameters: parameters, training: false)
    #expect(greatestDifference(y, expected) < 2e-5)
  }

  @Test(arguments: inputs) func backwardWritesStatisticsToTheirGradients(input: Shape) throws {
    let harness = try LayerHarness(BatchNormalization(), input: input, examples: 3)
    var generator = KeyedGenerator(8)
    let x = generator.normals(3 * input.count)
    let gradient = harness.gradients(
      x,
      parameters: generator.normals(4 * input.channels),
      outputGradient: generator.normals(3 * input.count)
    ).parameters
    let count = Double(3 * input.area)
    for (channel, statistic) in statistics(x, input, examples: 3).enumerated() {
      let mean = gradient[2 * input.channels + channel] / 3
      let variance = gradient[3 * input.channels + channel] / 3
      #expect(abs(mean - Float(statistic.mean)) < 1e-5)
      #expect(abs(variance - Float(statistic.variance * count / (count - 1))) < 1e-5)
    }
  }

  @Test(arguments: inputs) func gradientEqualsFiniteDifferences(input: Shape) throws {
    #expect(try gradientError(BatchNormalization(), input: input, examples: 4) < 0.01)
  }

  @Test func oneScalarAloneStaysFinite() throws {
    let harness = try LayerHarness(BatchNormalization(), input: Shape(features: 1), examples: 1)
    let gradient = harness.gradients([4], parameters: [2, 3, 0, 1], outputGradient: [1])
    #expect(harness.forward([4], parameters: [2, 3, 0, 1]) == [3])
    #expect(gradient.input == [0])
    #expect(gradient.parameters == [0, 1, 4, 0])
  }

  @Test func startsAsTheIdentityAndKnowsItsRoles() throws {
    let input = Shape(channels: 2, height: 1, width: 1)
    let harness = try LayerHarness(BatchNormalization(momentum: 0.25), input: input, examples: 1)
    #expect(
      harness.parameters.map(\.name) == [
        "layers.0.weight", "layers.0.bias", "layers.0.running_mean", "layers.0.running_var",
      ]
    )
    #expect(harness.parameters.map(\.initializer) == [.ones, .zeros, .zeros, .ones])
    #expect(
      harness.parameters.map(\.role) == [
        .bias, .bias, .statistic(momentum: 0.25), .statistic(momentum: 0.25),
      ]
    )
    #expect(harness.learning == [0, 1, 2, 3])
  }

  @Test func refusesInvalidParametersAndInputs() {
    for (layer, word) in [
      (BatchNormalization(momentum: 0), "momentum"),
      (BatchNormalization(momentum: 1.5), "momentum"),
      (BatchNormalization(momentum: .nan), "momentum"), (BatchNormalization(epsilon: 0), "epsilon"),
      (BatchNormalization(epsilon: .infinity), "epsilon"),
    ] {
      let error = #expect(throws: ShapeError.self) {
        try Network(input: Shape(features: 2)) { layer }
      }
      #expect(error?.path == "layers.0")
      #expect(error?.layer == layer.description)
      #expect(error?.reason.hasPrefix(word) == true)
    }
  }
}
