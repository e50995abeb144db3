import RandomNumbers

@testable import NeuralNetworks

/// Networks with the layers that integers compute, and parameters that are not those of a start.
enum QuantizationSamples {
  static let input = Shape(channels: 1, height: 18, width: 22)

  /// Pooling before and after ReLU, odd extents, a block of three convolutions, numbers of filters that fill no panel.
  @LayerBuilder static var residual: [any Layer] {
    Conv2D(filters: 10, kernel: 3, bias: false)
    MaxPool2D(size: 2)
    BatchNormalization()
    Activation(.relu)
    Conv2D(filters: 36, kernel: 3, activation: .relu)
    Residual(activation: .relu) {
      Conv2D(filters: 20, kernel: 3, bias: false)
      BatchNormalization()
      Activation(.relu)
      Conv2D(filters: 17, kernel: 3)
      Activation(.relu)
      Conv2D(filters: 36, kernel: 3, bias: false)
      BatchNormalization()
    }
    Conv2D(filters: 24, kernel: 3, padding: .valid, activation: .relu)
    MaxPool2D(size: 2)
    Dropout(rate: 0.3)
    GlobalAveragePool2D()
    Dense(units: 4)
  }

  /// A model with random parameters; the variances of normalisations are positive.
  static func model(_ layers: [any Layer], seed: Int = 7) throws -> Model {
    var model = Model(try Network(input: input, layers: layers), seed: seed)
    var generator = KeyedGenerator(seed)
    var position = 0
    for parameter in model.network.plan.parameters {
      let isVariance = parameter.name.hasSuffix("running_var")
      for _ in 0..<parameter.count {
        let change = 0.1 * generator.normal()
        model.parameters[position] += isVariance ? abs(change) : change
        position += 1
      }
    }
    return model
  }

  static func inputs(_ count: Int, seed: Int = 1) -> [[Float]] {
    var generator = KeyedGenerator(seed, 3)
    return (0..<count).map { _ in generator.normals(input.count) }
  }

  /// The maxima for some inputs.
  static func maxima(_ model: Model, _ inputs: [[Float]], threads: Int = 1) -> [Float]? {
    model.activationMaxima(count: inputs.count, threads: threads) { $1.copy(inputs[$0]) }
  }
}
