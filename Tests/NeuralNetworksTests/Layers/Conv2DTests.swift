import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct Conv2DTests {
  /// Odd and even sizes, strides, 1×1, kernels larger than the image, one channel and many.
  static let cases: [(layer: Conv2D, input: Shape)] = {
    var cases: [(Conv2D, Shape)] = []
    for padding in Padding.allCases {
      for (kernel, stride) in [
        (Extent2D(1), Extent2D(1)), (1, 2), (2, 1), (3, 1), (3, 2), (5, 3),
        (Extent2D(height: 3, width: 1), 1),
        (Extent2D(height: 2, width: 5), (Extent2D(height: 1, width: 2))),
      ] {
        for input in [
          Shape(channels: 1, height: 7, width: 9), Shape(channels: 3, height: 6, width: 5),
        ] {
          cases.append(
            (Conv2D(filters: 2, kernel: kernel, stride: stride, padding: padding), input)
          )
        }
      }
      if padding != .valid {
        cases.append(
          (Conv2D(filters: 2, kernel: 7, padding: padding), Shape(channels: 2, height: 3, width: 2))
        )
        cases.append(
          (
            Conv2D(filters: 1, kernel: 5, stride: 4, padding: padding),
            Shape(channels: 1, height: 1, width: 1)
          )
        )
      }
    }
    cases.append(
      (Conv2D(filters: 9, kernel: 3, bias: false), Shape(channels: 17, height: 4, width: 3))
    )
    return cases
  }()

  @Test func equalsTheSlowReference() throws {
    let activations = ActivationFunction.allCases
    for (index, (layer, input)) in Self.cases.enumerated() {
      // Two of them for each case; all of them for each padding.
      for activation in [
        activations[index % activations.count], activations[(index + 3) % activations.count],
      ] {
        var layer = layer
        layer.activation = activation
        let error = try convolutionError(layer, input: input, examples: 2)
        #expect(error < 5e-5, "\(layer) on \(input)")
      }
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for (layer, input) in Self.cases {
      #expect(try gradientError(layer, input: input) < 0.01, "\(layer) on \(input)")
    }
    for activation in [ActivationFunction.sigmoid, .tanh, .softplus, .silu] {
      let layer = Conv2D(filters: 3, kernel: 3, activation: activation)
      #expect(try gradientError(layer, input: Shape(channels: 2, height: 5, width: 4)) < 0.01)
    }
  }

  @Test func mapLargerThanOneTileIsCorrect() throws {
    // 3 · 25 window scalars × 4,096 positions is more than one tile's 65,536 floats.
    let layer = Conv2D(filters: 4, kernel: 5, activation: .tanh)
    let input = Shape(channels: 3, height: 64, width: 64)
    let harness = try LayerHarness(layer, input: input, examples: 1)
    var generator = KeyedGenerator(5)
    let x = generator.normals(input.count)
    let parameters = generator.normals(harness.parameterCount)
    let expected = SlowReference.convolution(
      x,
      input,
      layer: layer,
      weight: Array(parameters[0..<300]),
      bias: Array(parameters[300...])
    ).map { SlowReference.activation(.tanh, $0) }
    #expect(greatestDifference(harness.forward(x, parameters: parameters), expected) < 2e-5)
  }

  @Test func refusesInvalidParametersAndInputs() {
    let input = Shape(channels: 1, height: 4, width: 4)
    #expect(throws: ShapeError.self) {
      try Network(input: input) { Conv2D(filters: 0, kernel: 3) }
    }
    #expect(throws: ShapeError.self) {
      try Network(input: input) { Conv2D(filters: 1, kernel: 0) }
    }
    #expect(throws: ShapeError.self) {
      try Network(input: input) { Conv2D(filters: 1, kernel: 3, stride: 0) }
    }
    let error = #expect(throws: ShapeError.self) {
      try Network(input: input) {
        MaxPool2D(size: 2)
        Conv2D(filters: 1, kernel: 5, padding: .valid)
      }
    }
    #expect(error?.path == "layers.1")
    #expect(error?.description.contains("Conv2D(filters: 1, kernel: 5, padding: .valid)") == true)
    #expect(error?.description.contains("1×2×2") == true)
  }
}
