/// Stochastic gradient descent, optionally with momentum.
///
/// v ← μ v + g, θ ← θ − η v, or Nesterov's θ ← θ − η (g + μ v) (Sutskever et al., ICML 2013).
/// Weight decay λ adds λ θ to g.
public struct SGD: Optimizer {
  /// The momentum μ, in [0, 1).
  public var momentum: Float
  /// True for Nesterov's momentum.
  public var nesterov: Bool
  /// The weight decay λ.
  public var weightDecay: Float
  private var velocity: [Float] = []

  /// Creates the optimizer.
  public init(momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  /// The velocity.
  public var state: OptimizerState {
    get { OptimizerState(moments: velocity.isEmpty ? [] : [velocity]) }
    set {
      precondition(newValue.moments.count <= 1, "gradient descent has one moment")
      velocity = newValue.moments.first ?? []
    }
  }

  /// One step.
  public mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  ) {
    if velocity.isEmpty { velocity = [Float](repeating: 0, count: parameters.count) }
    let (momentum, nesterov) = (momentum, nesterov)
    let weightDecay = weightDecay
    velocity.withMutableTensorView { velocity in
      for group in groups {
        let (theta, g, v) = (parameters[group.range], gradient[group.range], velocity[group.range])
        let decay = group.decays ? weightDecay : 0
        for i in 0..<theta.count {
          let slope = g[i] + decay * theta[i]
          v[i] = momentum * v[i] + slope
          theta[i] -= learningRate * (nesterov ? slope + momentum * v[i] : v[i])
        }
      }
    }
  }
}
