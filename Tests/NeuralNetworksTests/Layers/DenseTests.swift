import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct DenseTests {
  static let cases: [(layer: Dense, input: Shape)] = [
    (Dense(units: 1), Shape(features: 1)),
    (Dense(units: 3), Shape(channels: 2, height: 3, width: 5)),
    (Dense(units: 7, bias: false), Shape(features: 5)),
    (Dense(units: 17), Shape(channels: 33, height: 1, width: 1)),
  ]

  @Test(arguments: ActivationFunction.allCases)
  func equalsTheSlowReference(activation: ActivationFunction) throws {
    for (layer, input) in Self.cases {
      var layer = layer
      layer.activation = activation
      let harness = try LayerHarness(layer, input: input, examples: 3)
      var generator = KeyedGenerator(4)
      let x = generator.normals(3 * input.count)
      let parameters = generator.normals(harness.parameterCount)
      let weights = layer.units * input.count
      let zeros = [Float](repeating: 0, count: layer.units)
      let expected = (0..<3).flatMap { example in
        SlowReference.dense(
          Array(x[example * input.count..<(example + 1) * input.count]),
          units: layer.units,
          weight: Array(parameters[..<weights]),
          bias: layer.bias ? Array(parameters[weights...]) : zeros
        ).map { SlowReference.activation(activation, $0) }
      }
      for training in [true, false] {
        let y = harness.forward(x, parameters: parameters, training: training)
        #expect(greatestDifference(y, expected) < 2e-5, "\(layer) on \(input)")
      }
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for (layer, input) in Self.cases {
      for activation in [ActivationFunction.identity, .sigmoid, .tanh, .softplus, .silu] {
        var layer = layer
        layer.activation = activation
        #expect(try gradientError(layer, input: input) < 0.01, "\(layer) on \(input)")
      }
    }
  }

  @Test func inferenceDoesNotDependOnOtherExamples() throws {
    let input = Shape(features: 67)
    let layer = Dense(units: 13, activation: .tanh)
    let many = try LayerHarness(layer, input: input, examples: 9)
    let one = try LayerHarness(layer, input: input, examples: 1)
    var generator = KeyedGenerator(4)
    let x = generator.normals(9 * 67)
    let parameters = generator.normals(many.parameterCount)
    let together = many.forward(x, parameters: parameters, training: false)
    let alone = (0..<9).flatMap {
      one.forward(Array(x[$0 * 67..<($0 + 1) * 67]), parameters: parameters, training: false)
    }
    #expect(together == alone)
  }

  @Test func refusesInvalidParametersAndInputs() {
    for units in [0, -3, Int.max] {
      let error = #expect(throws: ShapeError.self) {
        try Network(input: Shape(features: 4)) { Dense(units: units) }
      }
      #expect(error?.path == "layers.0")
      #expect(error?.layer == "Dense(units: \(units))")
    }
    // Each is small enough, the two together are not.
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(features: 1 << 20)) { Dense(units: 1 << 20) }
    }
    #expect(error?.reason.contains("parameters") == true)
  }
}
