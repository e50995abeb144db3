import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct MaxPool2DTests {
  /// The fast way of 2×2, odd sizes, overlaps, gaps, windows larger than the image.
  static let cases: [(layer: MaxPool2D, input: Shape)] = {
    let shapes = [
      Shape(channels: 1, height: 7, width: 9), Shape(channels: 5, height: 6, width: 4),
    ]
    var cases: [(MaxPool2D, Shape)] = []
    for padding in Padding.allCases {
      for (size, stride) in [
        (Extent2D(1), Extent2D(1)), (1, 2), (2, 2), (2, 1), (3, 2), (2, 3),
        (Extent2D(height: 3, width: 1), Extent2D(height: 1, width: 2)),
      ] {
        for input in shapes {
          cases.append((MaxPool2D(size: size, stride: stride, padding: padding), input))
        }
      }
      guard padding != .valid else { continue }
      let small = Shape(channels: 2, height: 3, width: 2)
      cases.append((MaxPool2D(size: 5, stride: 2, padding: padding), small))
      cases.append((MaxPool2D(size: 3, padding: padding), Shape(features: 2)))
    }
    return cases
  }()

  @Test func equalsTheSlowReference() throws {
    for (layer, input) in Self.cases {
      let harness = try LayerHarness(layer, input: input, examples: 2)
      var generator = KeyedGenerator(2)
      let x = generator.normals(2 * input.count)
      let expected = [0, 1].flatMap {
        SlowReference.maxPool(
          Array(x[$0 * input.count..<($0 + 1) * input.count]),
          input,
          layer: layer
        )
      }
      // A maximum is one of its inputs, without any rounding.
      #expect(harness.forward(x, parameters: []) == expected, "\(layer) on \(input)")
      #expect(harness.forward(x, parameters: [], training: false) == expected)
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for (layer, input) in Self.cases {
      let error = try gradientError(layer, input: input, distinctInputs: true)
      #expect(error < 0.01, "\(layer) on \(input)")
    }
  }

  @Test(arguments: [Extent2D(2), Extent2D(3)]) func firstOfEqualValuesGetsTheGradient(
    size: Extent2D
  ) throws {
    let input = Shape(channels: 1, height: 3, width: 3)
    let layer = MaxPool2D(size: size)
    let harness = try LayerHarness(layer, input: input, examples: 1)
    let gradient = harness.gradients(
      [1, 7, 0, 7, 7, 0, 0, 0, 0],
      parameters: [],
      outputGradient: [3]
    )
    #expect(gradient.input == [0, 3, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test(arguments: [MaxPool2D(size: 2), MaxPool2D(size: 2, padding: .same)])
  func lossOfNaNIsNaN(layer: MaxPool2D) throws {
    for position in 0..<4 {
      var x: [Float] = [1, 2, 3, 4]
      x[position] = .nan
      let input = Shape(channels: 1, height: 2, width: 2)
      let harness = try LayerHarness(layer, input: input, examples: 1)
      #expect(harness.forward(x, parameters: [])[0].isNaN, "\(layer), NaN at \(position)")
    }
  }

  @Test func refusesInvalidParametersAndInputs() {
    let input = Shape(channels: 3, height: 4, width: 5)
    for layer in [
      MaxPool2D(size: 0), MaxPool2D(size: -2), MaxPool2D(size: 2, stride: 0),
      MaxPool2D(size: Extent2D(height: 5, width: 1)),
      MaxPool2D(size: .init(1 << 20), padding: .same),
      MaxPool2D(size: 1, stride: .init(Int.max)),
    ] {
      let error = #expect(throws: ShapeError.self, "\(layer)") {
        try Network(input: input) { layer }
      }
      #expect(error?.path == "layers.0")
      #expect(error?.layer == layer.description)
    }
    let error = #expect(throws: ShapeError.self) {
      try Network(input: input) { MaxPool2D(size: 6) }
    }
    #expect(
      error?.description
        == "layers.0, MaxPool2D(size: 6): a window of 6×6 does not fit into an input of 3×4×5; "
        + "use a smaller window, less pooling before it, or padding .same"
    )
  }
}
