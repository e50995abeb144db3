/// A layer that brings each channel to mean 0 and variance 1, then scales and shifts it.
///
/// y = γ (x − μ) / √(σ² + ε) + β, with the mean μ and variance σ² of the examples of a shard in
/// training, and with running statistics in inference (Ioffe and Szegedy, ICML 2015).
///
/// The statistics are those of one *shard* of the batch, a fixed number of examples however many
/// threads work ("ghost batches", Hoffer, Hubara and Soudry, NIPS 2017). The running statistics
/// move towards the mean over the shards of a batch, the variance taken as unbiased. In inference
/// `Model.foldingNormalization()` makes this layer part of the convolution before it.
public struct BatchNormalization: Layer, Equatable {
  /// The share of the newest batch in the running statistics.
  public var momentum: Float
  /// ε, keeps the root away from zero.
  public var epsilon: Float

  /// Creates the layer.
  public init(momentum: Float = 0.1, epsilon: Float = 1e-5) {
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// The code that builds it.
  public var description: String {
    let options =
      (momentum == 0.1 ? [] : ["momentum: \(momentum)"])
      + (epsilon == 1e-5 ? [] : ["epsilon: \(epsilon)"])
    return "BatchNormalization(\(options.joined(separator: ", ")))"
  }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard momentum > 0, momentum <= 1 else { throw ShapeError(self, "momentum must lie in (0, 1]") }
    guard epsilon > 0, epsilon.isFinite else { throw ShapeError(self, "epsilon must be positive") }
    return input
  }

  /// `weight` γ, `bias` β, `running_mean` and `running_var`, each of [channels].
  public func parameters(for input: Shape) -> [ParameterSpecification] {
    func vector(
      _ name: String,
      _ initializer: Initializer,
      _ role: ParameterSpecification.Role
    )
      -> ParameterSpecification
    {
      ParameterSpecification(
        name: name,
        shape: [input.channels],
        initializer: initializer,
        role: role
      )
    }
    return [
      vector("weight", .ones, .bias),
      vector("bias", .zeros, .bias),
      vector("running_mean", .zeros, .statistic(momentum: momentum)),
      vector("running_var", .ones, .statistic(momentum: momentum)),
    ]
  }

  /// Mean and biased variance of one channel over the examples.
  private func statistics(
    _ input: TensorView,
    channel: Int,
    shape: Shape,
    examples: Int
  )
    -> (mean: Float, variance: Float)
  {
    let count = Float(examples * shape.area)
    var (sum, squares) = (Float(0), Float(0))
    for example in 0..<examples {
      sum += input.part(example * shape.channels + channel, of: shape.area).sum()
    }
    let mean = sum / count
    for example in 0..<examples {
      squares += input.part(example * shape.channels + channel, of: shape.area)
        .squaredDeviations(from: mean)
    }
    return (mean, squares / count)
  }

  /// y = γ (x − μ) / √(σ² + ε) + β.
  public func forward(_ pass: ForwardPass) {
    let channels = pass.inputShape.channels
    let area = pass.inputShape.area
    for channel in 0..<channels {
      let (mean, variance) =
        pass.isTraining
        ? statistics(
          pass.input,
          channel: channel,
          shape: pass.inputShape,
          examples: pass.exampleCount
        )
        : (pass.parameters[2 * channels + channel], pass.parameters[3 * channels + channel])
      let slope = pass.parameters[channel] / (variance + epsilon).squareRoot()
      let shift = pass.parameters[channels + channel] - mean * slope
      for example in 0..<pass.exampleCount {
        let source = pass.input.part(example * channels + channel, of: area)
        let target = pass.output.part(example * channels + channel, of: area)
        for i in 0..<area { target[i] = source[i] * slope + shift }
      }
    }
  }

  /// With x̂ the normalised input and g = γ dy: dx = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε).
  public func backward(_ pass: BackwardPass) {
    let channels = pass.inputShape.channels
    let area = pass.inputShape.area
    let examples = pass.exampleCount
    let count = Float(examples * area)
    for channel in 0..<channels {
      let (mean, variance) = statistics(
        pass.input,
        channel: channel,
        shape: pass.inputShape,
        examples: examples
      )
      let scale = 1 / (variance + epsilon).squareRoot()
      var (sum, product) = (Float(0), Float(0))
      for example in 0..<examples {
        let gradient = pass.outputGradient.part(example * channels + channel, of: area).readOnly
        let partial = gradient.sum()
        sum += partial
        product +=
          (gradient.dot(pass.input.part(example * channels + channel, of: area)) - mean * partial)
          * scale
      }
      pass.parameterGradient[channel] += product
      pass.parameterGradient[channels + channel] += sum
      let unbiased = count > 1 ? variance * count / (count - 1) : variance
      pass.parameterGradient[2 * channels + channel] += mean * Float(examples)
      pass.parameterGradient[3 * channels + channel] += unbiased * Float(examples)
      guard let inputGradient = pass.inputGradient else { continue }
      let gamma = pass.parameters[channel]
      let (meanOfDY, meanOfDYX) = (sum / count, product / count)
      for example in 0..<examples {
        let source = pass.input.part(example * channels + channel, of: area)
        let gradient = pass.outputGradient.part(example * channels + channel, of: area)
        let target = inputGradient.part(example * channels + channel, of: area)
        for i in 0..<area {
          let normalized = (source[i] - mean) * scale
          target[i] = gamma * scale * (gradient[i] - meanOfDY - normalized * meanOfDYX)
        }
      }
    }
  }
}
