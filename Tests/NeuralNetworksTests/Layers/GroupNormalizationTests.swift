import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct GroupNormalizationTests {
  static let cases: [(layer: GroupNormalization, input: Shape)] = [
    (GroupNormalization(groups: 1), Shape(channels: 1, height: 3, width: 5)),
    (GroupNormalization(groups: 1), Shape(features: 6)),
    (GroupNormalization(groups: 2), Shape(channels: 6, height: 3, width: 3)),
    (GroupNormalization(groups: 5, epsilon: 0.1), Shape(channels: 5, height: 4, width: 3)),
  ]

  @Test func equalsTheSlowReference() throws {
    for (layer, input) in Self.cases {
      let harness = try LayerHarness(layer, input: input, examples: 2)
      var generator = KeyedGenerator(5)
      let x = generator.normals(2 * input.count).map { 3 * $0 + 10 }
      let parameters = generator.normals(2 * input.channels)
      let expected = [0, 1].flatMap {
        SlowReference.groupNormalization(
          Array(x[$0 * input.count..<($0 + 1) * input.count]),
          input,
          layer: layer,
          gamma: Array(parameters[..<input.channels]),
          beta: Array(parameters[input.channels...])
        )
      }
      for training in [true, false] {
        let y = harness.forward(x, parameters: parameters, training: training)
        #expect(greatestDifference(y, expected) < 2e-5, "\(layer) on \(input)")
      }
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for (layer, input) in Self.cases {
      #expect(try gradientError(layer, input: input) < 0.01, "\(layer) on \(input)")
    }
  }

  @Test func aConstantMapStaysFinite() throws {
    let input = Shape(channels: 2, height: 2, width: 2)
    let harness = try LayerHarness(GroupNormalization(groups: 1), input: input, examples: 1)
    let x = [Float](repeating: 3, count: 8)
    #expect(harness.forward(x, parameters: [2, 2, 5, -5]) == [5, 5, 5, 5, -5, -5, -5, -5])
    let dx = harness.gradients(x, parameters: [2, 2, 5, -5], outputGradient: x).input
    #expect(dx.allSatisfy { $0.isFinite })
  }

  @Test func refusesInvalidParametersAndInputs() {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(channels: 6, height: 2, width: 2)) { GroupNormalization(groups: 4) }
    }
    #expect(
      error?.description
        == "layers.0, GroupNormalization(groups: 4): the 6 channels of 6×2×2 "
        + "cannot be divided into 4 groups"
    )
    for layer in [
      GroupNormalization(groups: 0), GroupNormalization(groups: -1),
      GroupNormalization(groups: 1, epsilon: 0), GroupNormalization(groups: 1, epsilon: .nan),
    ] {
      #expect(throws: ShapeError.self) { try Network(input: Shape(features: 4)) { layer } }
    }
  }
}
