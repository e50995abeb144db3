import TestSupport
import Testing

@testable import NeuralNetworks

/// The library against PyTorch.
///
/// Single precision over sums of some hundred terms leaves about 1e-6 of a
/// tensor's greatest value; 1e-5 leaves room for cancellation and none for a wrong formula.
@Suite struct PyTorchFixtureTests {
  static let tolerance = 1e-5

  @Test func layersAgree() throws {
    let cases = try PyTorchFixture.load().layers
    #expect(cases.count == 86)
    for example in cases {
      let harness = try LayerHarness(
        example.layer.layer,
        input: example.input,
        examples: example.examples
      )
      let x = example.x.map(Float.init)
      let parameters = example.parameters.map(Float.init)
      let isTraining = example.phase != "inference"
      let y = harness.forward(x, parameters: parameters, training: isTraining)
      #expect(relativeError(y, example.y) < Self.tolerance, "y of \(example.name)")
      // Nobody trains through running statistics, so that there is no backward to compare.
      guard isTraining else { continue }
      let gradients = harness.gradients(
        x,
        parameters: parameters,
        outputGradient: example.dy.map(Float.init)
      )
      #expect(relativeError(gradients.input, example.dx) < Self.tolerance, "dx of \(example.name)")
      #expect(
        relativeError(harness.learning.map { gradients.parameters[$0] }, example.dparameters)
          < Self.tolerance,
        "dparameters of \(example.name)"
      )
    }
  }

  @Test func runningStatisticsAgree() throws {
    let cases = try PyTorchFixture.load().layers.filter { $0.phase == "training" }
    #expect(cases.count == 2)
    for example in cases {
      let layer = try #require(example.layer.layer as? BatchNormalization)
      let harness = try LayerHarness(layer, input: example.input, examples: example.examples)
      let parameters = example.parameters.map(Float.init)
      let gradient = harness.gradients(
        example.x.map(Float.init),
        parameters: parameters,
        outputGradient: example.dy.map(Float.init)
      ).parameters
      let channels = example.input.channels
      let moved = (2 * channels..<4 * channels).map { i in
        let statistic = gradient[i] / Float(example.examples)
        return parameters[i] + layer.momentum * (statistic - parameters[i])
      }
      let mean = try #require(example.runningMean)
      let variance = try #require(example.runningVariance)
      #expect(relativeError(Array(moved[..<channels]), mean) < Self.tolerance)
      #expect(relativeError(Array(moved[channels...]), variance) < Self.tolerance)
    }
  }

  @Test func lossesAgree() throws {
    let cases = try PyTorchFixture.load().losses
    #expect(cases.count == 10)
    for example in cases {
      let result: (loss: Double, gradient: [Float])
      let expected: [Double]
      if example.type == "SoftmaxCrossEntropy" {
        let loss = SoftmaxCrossEntropy(
          labelSmoothing: example.labelSmoothing ?? 0,
          classWeights: example.classWeights
        )
        let labels = try #require(example.labels)
        result = mean(loss, try #require(example.logits), labels.map(Target.label))
        expected = try #require(example.dlogits)
      } else {
        let values = try #require(example.target).map(Float.init)
        let size = values.count / example.examples
        let targets = (0..<example.examples).map {
          Target.values(Array(values[$0 * size..<($0 + 1) * size]))
        }
        result = mean(SquaredError(), try #require(example.output), targets)
        expected = try #require(example.doutput)
      }
      #expect(abs(result.loss / example.loss - 1) < Self.tolerance, "\(example.name)")
      #expect(relativeError(result.gradient, expected) < Self.tolerance, "\(example.name)")
    }
  }

  /// Σ loss / Σ weight over a batch, and its derivative.
  private func mean(
    _ loss: some Loss,
    _ outputs: [Double],
    _ targets: [Target]
  )
    -> (loss: Double, gradient: [Float])
  {
    let size = outputs.count / targets.count
    var gradient = [Float](repeating: .nan, count: outputs.count)
    var (sum, weight) = (0.0, Float(0))
    outputs.map(Float.init).withTensorView { outputs in
      gradient.withMutableTensorView { gradient in
        for (i, target) in targets.enumerated() {
          sum += Double(
            loss.evaluate(outputs.part(i, of: size), target, gradient: gradient.part(i, of: size))
          )
          weight += loss.weight(of: target)
        }
      }
    }
    return (sum / Double(weight), gradient.map { $0 / weight })
  }

  @Test func optimizersAgree() throws {
    let cases = try PyTorchFixture.load().optimizers
    #expect(cases.count == 10)
    for example in cases {
      let options = example.optimizer
      var optimizer: any Optimizer
      switch options.type {
      case "SGD":
        optimizer = SGD(
          momentum: try #require(options.momentum),
          nesterov: try #require(options.nesterov as Bool?),
          weightDecay: options.weightDecay
        )
      case "Adam":
        optimizer = Adam(
          beta1: try #require(options.beta1),
          beta2: try #require(options.beta2),
          epsilon: try #require(options.epsilon),
          weightDecay: options.weightDecay
        )
      default:
        try #require(options.type == "AdamW")
        optimizer = AdamW(
          beta1: try #require(options.beta1),
          beta2: try #require(options.beta2),
          epsilon: try #require(options.epsilon),
          weightDecay: options.weightDecay
        )
      }
      var parameters = example.initial.map(Float.init)
      let group = ParameterGroup(range: 0..<parameters.count, decays: true)
      for (gradient, expected) in zip(example.gradients, example.parameters) {
        gradient.map(Float.init).withTensorView { gradient in
          parameters.withMutableTensorView {
            optimizer.update(
              $0,
              along: gradient,
              learningRate: options.learningRate,
              groups: [group]
            )
          }
        }
        #expect(relativeError(parameters, expected) < Self.tolerance, "\(example.name)")
      }
    }
  }
}
