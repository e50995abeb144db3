import CKernels
import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct Convolution3x3Tests {
  /// One channel and several, padded and not, more examples than are unpooled at a time.
  static let cases: [(layer: Conv2D, input: Shape)] = [
    (Conv2D(filters: 3, kernel: 3), Shape(channels: 1, height: 9, width: 11)),
    (Conv2D(filters: 3, kernel: 3, padding: .valid), Shape(channels: 1, height: 8, width: 10)),
    (Conv2D(filters: 9, kernel: 3, bias: false), Shape(channels: 2, height: 6, width: 17)),
    (Conv2D(filters: 2, kernel: 3, padding: .valid), Shape(channels: 3, height: 7, width: 12)),
    (Conv2D(filters: 4, kernel: 3), Shape(channels: 17, height: 4, width: 8)),
    (Conv2D(filters: 3, kernel: 3), Shape(channels: 2, height: 3, width: 3)),
    (Conv2D(filters: 2, kernel: 3, padding: .valid), Shape(channels: 2, height: 18, width: 17)),
  ]

  @Test func isUsedForSuitableConvolutions() {
    for (layer, input) in Self.cases { #expect(Convolution3x3(layer, over: input) != nil) }
    let input = Shape(channels: 2, height: 16, width: 16)
    for other in [
      Conv2D(filters: 2, kernel: 5), Conv2D(filters: 2, kernel: 3, stride: 2),
      Conv2D(filters: 2, kernel: 3, padding: .circular),
    ] {
      #expect(Convolution3x3(other, over: input) == nil, "\(other)")
    }
    let narrow = Shape(channels: 2, height: 16, width: 2)
    #expect(Convolution3x3(Conv2D(filters: 2, kernel: 3), over: narrow) == nil)
  }

  @Test func equalsTheSlowReference() throws {
    for (layer, input) in Self.cases {
      for activation in ActivationFunction.allCases {
        var layer = layer
        layer.activation = activation
        let error = try convolutionError(layer, input: input, examples: 3)
        #expect(error < 2e-4, "\(layer) on \(input)")
      }
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for (layer, input) in Self.cases {
      #expect(try gradientError(layer, input: input) < 0.01, "\(layer) on \(input)")
    }
    let smooth = Conv2D(filters: 3, kernel: 3, activation: .silu)
    let input = Shape(channels: 2, height: 5, width: 8)
    #expect(try gradientError(smooth, input: input) < 0.01)
  }

  /// A group of small maps holds many examples, and large batches have large shards.
  @Test func thereIsScratchForAnyNumberOfExamples() throws {
    for side in [3, 4, 7, 8, 15, 16, 33] {
      let layer = Conv2D(filters: 8, kernel: 3)
      let input = Shape(channels: 8, height: side, width: side)
      let scratch = try #require(Convolution3x3(layer, over: input)).memory.scratch
      for examples in [1, 64, 65, 144, 145, 5000] {
        var shape = EdnetConvolution(
          examples: examples,
          channels: 8,
          filters: 8,
          height: side,
          width: side,
          padding: 1
        )
        let need = ednet_winograd_scratch_count(&shape) + ednet_winograd_gradient_count(8, 8)
        #expect(scratch >= need, "\(examples) of \(side)×\(side)")
      }
    }
  }

  @Test func aNaNIsNotLost() throws {
    for (layer, input) in Self.cases {
      var layer = layer
      layer.activation = .relu
      let harness = try LayerHarness([layer, MaxPool2D(size: 2)], input: input, examples: 1)
      var parameters = [Float](repeating: 0.1, count: harness.parameterCount)
      parameters[3] = .nan
      let y = harness.forward([Float](repeating: 1, count: input.count), parameters: parameters)
      #expect(y.contains { $0.isNaN }, "\(layer)")
    }
  }
}
