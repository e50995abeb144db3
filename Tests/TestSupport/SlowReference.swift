import Foundation
import NeuralNetworks
import RandomNumbers

/// The specification: each layer as its formula says, in nested loops, for one example.
public enum SlowReference {
  /// The index in the map of the window of `kernel` at `position`; nil in the padding.
  static func source(
    _ position: Int,
    _ offset: Int,
    extent: Int,
    kernel: Int,
    stride: Int,
    padding: Padding
  ) -> Int? {
    var before = 0
    if padding != .valid {
      let positions = Int((Double(extent) / Double(stride)).rounded(.up))
      before = max((positions - 1) * stride + kernel - extent, 0) / 2
    }
    let place = position * stride + offset - before
    if padding == .circular { return ((place % extent) + extent) % extent }
    return (0..<extent).contains(place) ? place : nil
  }

  static func positions(extent: Int, kernel: Int, stride: Int, padding: Padding) -> Int {
    padding == .valid
      ? Int((Double(extent - kernel) / Double(stride)).rounded(.down)) + 1
      : Int((Double(extent) / Double(stride)).rounded(.up))
  }

  /// The scalars of each window, channel by channel, for each output row and column.
  static func windows(
    _ x: [Float],
    _ shape: Shape,
    _ kernel: Extent2D,
    _ stride: Extent2D,
    _ padding: Padding,
    _ body: (_ channel: Int, _ row: Int, _ column: Int, _ window: [Float?]) -> Void
  ) {
    let rows = positions(
      extent: shape.height,
      kernel: kernel.height,
      stride: stride.height,
      padding: padding
    )
    let columns = positions(
      extent: shape.width,
      kernel: kernel.width,
      stride: stride.width,
      padding: padding
    )
    for channel in 0..<shape.channels {
      for row in 0..<rows {
        for column in 0..<columns {
          var window: [Float?] = []
          for u in 0..<kernel.height {
            for v in 0..<kernel.width {
              let i = source(
                row,
                u,
                extent: shape.height,
                kernel: kernel.height,
                stride: stride.height,
                padding: padding
              )
              let j = source(
                column,
                v,
                extent: shape.width,
                kernel: kernel.width,
                stride: stride.width,
                padding: padding
              )
              if let i, let j {
                window.append(x[(channel * shape.height + i) * shape.width + j])
              } else {
                window.append(nil)
              }
            }
          }
          body(channel, row, column, window)
        }
      }
    }
  }

  /// Σ w x + b over each window, before any activation.
  public static func convolution(
    _ x: [Float],
    _ shape: Shape,
    layer: Conv2D,
    weight: [Float],
    bias: [Float]
  ) -> [Float] {
    let area = layer.kernel.area
    var sums: [[Float]] = Array(repeating: [], count: layer.filters)
    for filter in 0..<layer.filters {
      var perChannel: [[Float]] = Array(repeating: [], count: shape.channels)
      windows(x, shape, layer.kernel, layer.stride, layer.padding) { channel, _, _, window in
        let first = (filter * shape.channels + channel) * area
        perChannel[channel].append(
          window.indices.reduce(0) { $0 + weight[first + $1] * (window[$1] ?? 0) }
        )
      }
      sums[filter] = perChannel[0].indices.map { position in
        perChannel.reduce(layer.bias ? bias[filter] : 0) { $0 + $1[position] }
      }
    }
    return sums.flatMap { $0 }
  }

  /// The greatest scalar of each window.
  public static func maxPool(_ x: [Float], _ shape: Shape, layer: MaxPool2D) -> [Float] {
    var result: [Float] = []
    windows(x, shape, layer.size, layer.stride, layer.padding) {
      result.append($3.compactMap { $0 }.max() ?? .nan)
    }
    return result
  }

  /// The mean of each window, without its padding.
  public static func averagePool(_ x: [Float], _ shape: Shape, layer: AveragePool2D) -> [Float] {
    var result: [Float] = []
    windows(x, shape, layer.size, layer.stride, layer.padding) {
      let inside = $3.compactMap { $0 }
      result.append(inside.reduce(0, +) / Float(inside.count))
    }
    return result
  }

  /// W x + b, before any activation.
  public static func dense(_ x: [Float], units: Int, weight: [Float], bias: [Float]) -> [Float] {
    (0..<units).map { unit in
      x.indices.reduce(bias[unit]) { $0 + weight[unit * x.count + $1] * x[$1] }
    }
  }

  /// γ (x − μ) / √(σ² + ε) + β over groups of channels.
  public static func groupNormalization(
    _ x: [Float],
    _ shape: Shape,
    layer: GroupNormalization,
    gamma: [Float],
    beta: [Float]
  ) -> [Float] {
    var y = x
    let size = x.count / layer.groups
    for group in 0..<layer.groups {
      let part = x[group * size..<(group + 1) * size].map(Double.init)
      let mean = part.reduce(0, +) / Double(size)
      let variance = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
      for i in group * size..<(group + 1) * size {
        let channel = i / shape.area
        let normalized = (Double(x[i]) - mean) / (variance + Double(layer.epsilon)).squareRoot()
        y[i] = Float(normalized) * gamma[channel] + beta[channel]
      }
    }
    return y
  }

  /// f(x), by its definition, in double precision.
  public static func activation(_ function: ActivationFunction, _ x: Float) -> Float {
    let x = Double(x)
    let y =
      switch function {
      case .identity: x
      case .relu: x > 0 ? x : 0
      case .leakyReLU: x > 0 ? x : 0.01 * x
      case .sigmoid: 1 / (1 + exp(-x))
      case .tanh: (exp(x) - exp(-x)) / (exp(x) + exp(-x))
      case .softplus: log(1 + exp(x))
      case .silu: x / (1 + exp(-x))
      }
    return Float(y)
  }
}

/// The greatest difference between a convolution's output and that of the reference, in training and inference.
public func convolutionError(_ layer: Conv2D, input: Shape, examples: Int) throws -> Float {
  let harness = try LayerHarness(layer, input: input, examples: examples)
  var generator = KeyedGenerator(3)
  let x = generator.normals(examples * input.count)
  let parameters = generator.normals(harness.parameterCount)
  let weightCount = harness.parameters[0].count
  let expected = (0..<examples).flatMap { example in
    SlowReference.convolution(
      Array(x[example * input.count..<(example + 1) * input.count]),
      input,
      layer: layer,
      weight: Array(parameters[0..<weightCount]),
      bias: Array(parameters[weightCount...])
    ).map { SlowReference.activation(layer.activation, $0) }
  }
  let differences = [true, false].map {
    greatestDifference(harness.forward(x, parameters: parameters, training: $0), expected)
  }
  return differences.max() ?? .infinity
}

/// The greatest absolute difference of two equally long lists; infinity where they are not, or where one has a NaN.
public func greatestDifference(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  let differences = zip(a, b).map { abs($0 - $1) }
  // A NaN is greater than nothing, so that `max` would pass over it.
  return differences.contains { $0.isNaN } ? .infinity : differences.max() ?? 0
}
