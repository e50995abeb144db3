/// Batch normalisation: each channel gets mean 0 and variance 1, then a learned scale and shift.
///
/// y = γ (x − μ) / √(σ² + ε) + β, with the mean μ and variance σ² of a shard's examples in training and with running
/// statistics in inference (Ioffe and Szegedy, ICML 2015).
///
/// A *shard* is a fixed number of a batch's examples, on any number of threads ("ghost batches", Hoffer, Hubara and
/// Soudry, NIPS 2017). The running statistics move towards the mean over a batch's shards, with the unbiased variance.
/// `Model.foldingNormalization()` folds the layer into the preceding convolution.
public struct BatchNormalization: Layer, Equatable {
  /// The weight of the newest batch in the running statistics, in (0, 1].
  public var momentum: Float
  /// ε, which keeps the root away from 0.
  public var epsilon: Float

  /// Creates the layer.
  public init(momentum: Float = 0.1, epsilon: Float = 1e-5) {
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// The code that creates it.
  public var description: String {
    let options = (momentum == 0.1 ? [] : ["momentum: \(momentum)"]) + (epsilon == 1e-5 ? [] : ["epsilon: \(epsilon)"])
    return "BatchNormalization(\(options.joined(separator: ", ")))"
  }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard momentum > 0, momentum <= 1 else { throw ShapeError(self, "momentum must lie in (0, 1], not \(momentum)") }
    guard epsilon > 0, epsilon.isFinite else {
      throw ShapeError(self, "epsilon must be positive and finite, not \(epsilon)")
    }
    return input
  }

  /// `weight` γ, `bias` β, `running_mean` and `running_var`, each of [channels].
  public func parameters(for input: Shape) -> [ParameterSpecification] {
    func vector(
      _ name: String,
      _ initializer: Initializer,
      _ role: ParameterSpecification.Role
    ) -> ParameterSpecification {
      ParameterSpecification(name: name, shape: [input.channels], initializer: initializer, role: role)
    }
    return [
      vector("weight", .ones, .bias), vector("bias", .zeros, .bias),
      vector("running_mean", .zeros, .statistic(momentum: momentum)),
      vector("running_var", .ones, .statistic(momentum: momentum)),
    ]
  }

  /// Fuses ReLU and 2×2 maximum pooling.
  public func fused(with following: [FusibleOperation], for input: Shape) -> (layer: any Layer, count: Int)? {
    let appliesReLU = following.first == .activation(.relu)
    let pools = following.dropFirst(appliesReLU ? 1 : 0).first == .maxPooling2x2
    let count = (appliesReLU ? 1 : 0) + (pools ? 1 : 0)
    guard count > 0 else { return nil }
    return (NormalizationBlock(self, appliesReLU: appliesReLU, pools: pools), count)
  }

  /// True: an activation usually follows.
  public var isLinear: Bool { true }

  /// γ (x − μ) / √(σ² + ε) + β with the running statistics.
  public func channelTransform(_ parameters: [Float], for input: Shape) -> ChannelTransform? {
    let channels = input.channels
    func vector(_ index: Int) -> ArraySlice<Float> { parameters[index * channels..<(index + 1) * channels] }
    return ChannelTransform(
      centers: Array(vector(2)),
      scales: zip(vector(0), vector(3)).map { $0 / ($1 + epsilon).squareRoot() },
      offsets: Array(vector(1))
    )
  }

  /// The moments of each channel, which backward reads.
  public func memory(for input: Shape) -> MemoryRequirements { memory(for: input, pools: false) }

  /// y = γ (x − μ) / √(σ² + ε) + β.
  public func forward(_ pass: ForwardPass) { forward(pass, appliesReLU: false, pools: false) }

  /// With x̂ the normalised input and g = γ dy: dx = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε).
  public func backward(_ pass: BackwardPass) { backward(pass, appliesReLU: false, pools: false) }
}

extension BatchNormalization {
  /// The moments of each channel; with pooling also the indices of the maxima, and the gradient of one channel before
  /// pooling.
  func memory(for input: Shape, pools: Bool) -> MemoryRequirements {
    MemoryRequirements(
      savedPerExample: 2 * input.channels + (pools ? MaxPool2D.argmaxCount(for: input) : 0),
      scratchPerExample: pools ? input.area : 0
    )
  }

  /// The maps of a channel in all examples.
  private func maps(_ channel: Int, _ shape: Shape, _ examples: Int) -> ChannelMaps {
    ChannelMaps(first: channel * shape.area, maps: examples, step: shape.count, count: shape.area)
  }

  /// Normalises, followed by optional ReLU and 2×2 maximum pooling.
  func forward(_ pass: ForwardPass, appliesReLU: Bool, pools: Bool) {
    let shape = pass.inputShape
    let channels = shape.channels
    for channel in 0..<channels {
      var (mean, variance) = (pass.parameters[2 * channels + channel], pass.parameters[3 * channels + channel])
      if pass.isTraining {
        (mean, variance) = maps(channel, shape, pass.exampleCount).moments(of: pass.input)
        (pass.saved[channel], pass.saved[channels + channel]) = (mean, variance)
      }
      let slope = pass.parameters[channel] / (variance + epsilon).squareRoot()
      for example in 0..<pass.exampleCount {
        let map = example * channels + channel
        let area = pass.outputShape.area
        Kernels.scale(
          pass.input.part(map, of: shape.area),
          shape,
          slope: slope,
          bias: pass.parameters[channels + channel] - mean * slope,
          appliesReLU: appliesReLU,
          pools: pools,
          argmax: pools && pass.isTraining ? (argmax(pass.saved, channels, pass.exampleCount), map * area) : nil,
          into: pass.output.part(map, of: area)
        )
      }
    }
  }

  /// The indices of the maxima in the saved scalars.
  private func argmax(_ saved: MutableTensorView, _ channels: Int, _ examples: Int) -> MutableTensorView {
    saved[2 * channels * examples..<saved.count]
  }

  /// The backward pass of `forward(_:appliesReLU:pools:)`.
  func backward(_ pass: BackwardPass, appliesReLU: Bool, pools: Bool) {
    let shape = pass.inputShape
    let (channels, area, examples) = (shape.channels, shape.area, pass.exampleCount)
    let count = Float(examples * area)
    // With pooling, the indices of the maxima mark outputs that are not positive.
    let output = appliesReLU && !pools ? pass.output : nil
    for channel in 0..<channels {
      let (mean, variance) = (pass.saved[channel], pass.saved[channels + channel])
      let scale = 1 / (variance + epsilon).squareRoot()
      let maps = maps(channel, shape, examples)
      var gradient = (view: pass.outputGradient.readOnly, maps: maps)
      if pools {
        let pooledArea = pass.outputShape.area
        for example in 0..<examples {
          let map = example * channels + channel
          _ = Kernels.unpool(
            pass.outputGradient.readOnly.part(map, of: pooledArea),
            argmax: (argmax(pass.saved, channels, examples), map * pooledArea),
            shape,
            into: pass.scratch.part(example, of: area)
          )
        }
        gradient = (pass.scratch.readOnly, ChannelMaps(first: 0, maps: examples, step: area, count: area))
      }
      let sums = maps.normalizationSums(gradient, output: output, input: pass.input, mean: mean)
      let (sum, product) = (sums.sum, sums.product * scale)
      pass.parameterGradient[channel] += product
      pass.parameterGradient[channels + channel] += sum
      let unbiased = count > 1 ? variance * count / (count - 1) : variance
      pass.parameterGradient[2 * channels + channel] += mean * Float(examples)
      pass.parameterGradient[3 * channels + channel] += unbiased * Float(examples)
      guard let inputGradient = pass.inputGradient else { continue }
      let slope = pass.parameters[channel] * scale
      let (meanOfDY, meanOfDYX) = (sum / count, product / count)
      // slope (dy − mean(dy) − (x − mean) scale mean(dy x̂)), as a line in dy and x.
      maps.normalizationGradient(
        gradient,
        output: output,
        input: pass.input,
        slope,
        -slope * scale * meanOfDYX,
        slope * (mean * scale * meanOfDYX - meanOfDY),
        into: inputGradient
      )
    }
  }
}
