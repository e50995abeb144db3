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

  /// The moments of each channel, which backward needs again.
  public func memory(for input: Shape) -> MemoryRequirements { memory(for: input, pools: false) }

  /// y = γ (x − μ) / √(σ² + ε) + β.
  public func forward(_ pass: ForwardPass) { forward(pass, appliesReLU: false, pools: false) }

  /// With x̂ the normalised input and g = γ dy: dx = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε).
  public func backward(_ pass: BackwardPass) { backward(pass, appliesReLU: false, pools: false) }
}
