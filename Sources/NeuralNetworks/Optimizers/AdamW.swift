/// AdamW: Adam with decoupled weight decay.
///
/// θ ← θ − η λ θ before each step of Adam (Loshchilov and Hutter, ICLR 2019).
public struct AdamW: Optimizer {
  /// The weight decay λ.
  public var weightDecay: Float
  private var adam: Adam

  /// Creates the optimizer.
  public init(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01) {
    self.weightDecay = weightDecay
    adam = Adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  /// The state of Adam.
  public var state: OptimizerState {
    get { adam.state }
    set { adam.state = newValue }
  }

  /// One step.
  public mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  ) {
    for group in groups where group.decays { parameters[group.range].scale(by: 1 - learningRate * weightDecay) }
    adam.update(parameters, along: gradient, learningRate: learningRate, groups: groups)
  }
}
