import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct AveragePool2DTests {
  /// The windows of the max pooling, averaged.
  static var cases: [(layer: AveragePool2D, input: Shape)] {
    MaxPool2DTests.cases.map {
      (AveragePool2D(size: $0.size, stride: $0.stride, padding: $0.padding), $1)
    }
  }

  @Test func equalsTheSlowReference() throws {
    for (layer, input) in Self.cases {
      let harness = try LayerHarness(layer, input: input, examples: 2)
      var generator = KeyedGenerator(2)
      let x = generator.normals(2 * input.count)
      let expected = [0, 1].flatMap {
        SlowReference.averagePool(
          Array(x[$0 * input.count..<($0 + 1) * input.count]),
          input,
          layer: layer
        )
      }
      let y = harness.forward(x, parameters: [])
      #expect(greatestDifference(y, expected) < 1e-6, "\(layer) on \(input)")
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for (layer, input) in Self.cases {
      #expect(try gradientError(layer, input: input) < 0.01, "\(layer) on \(input)")
    }
  }

  @Test func paddingDoesNotCount() throws {
    let input = Shape(channels: 1, height: 3, width: 5)
    let layer = AveragePool2D(size: 3, stride: 1, padding: .same)
    let harness = try LayerHarness(layer, input: input, examples: 1)
    let ones = [Float](repeating: 1, count: input.count)
    #expect(harness.forward(ones, parameters: []) == ones)
  }

  @Test func refusesInvalidParametersAndInputs() {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(channels: 1, height: 2, width: 8)) {
        AveragePool2D(size: 2)
        AveragePool2D(size: Extent2D(height: 2, width: 3))
      }
    }
    #expect(error?.path == "layers.1")
    #expect(error?.layer == "AveragePool2D(size: (height: 2, width: 3))")
    #expect(error?.reason.contains("window of 2×3 does not fit into an input of 1×1×4") == true)
    for layer in [AveragePool2D(size: 0), AveragePool2D(size: 1, stride: -1)] {
      #expect(throws: ShapeError.self) { try Network(input: Shape(features: 1)) { layer } }
    }
  }
}
