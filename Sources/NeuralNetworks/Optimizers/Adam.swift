import Foundation

/// Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε), with m̂ and v̂ freed from
/// the bias of their zero start (Kingma and Ba, ICLR 2015).
///
/// Weight decay λ adds λ θ to g.
public struct Adam: Optimizer {
  /// λ.
  public var weightDecay: Float
  private var moments: AdaptiveMoments

  /// Creates the optimizer.
  public init(
    beta1: Float = 0.9,
    beta2: Float = 0.999,
    epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    self.weightDecay = weightDecay
    moments = AdaptiveMoments(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  /// One step.
  public mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  ) {
    moments.update(
      parameters,
      along: gradient,
      learningRate: learningRate,
      groups: groups,
      coupledDecay: weightDecay,
      decoupledDecay: 0
    )
  }
}

/// AdamW: Adam, with weight decay apart from the gradient: θ ← θ − η λ θ before each step (Loshchilov and Hutter,
/// ICLR 2019).
public struct AdamW: Optimizer {
  /// λ.
  public var weightDecay: Float
  private var moments: AdaptiveMoments

  /// Creates the optimizer.
  public init(
    beta1: Float = 0.9,
    beta2: Float = 0.999,
    epsilon: Float = 1e-8,
    weightDecay: Float = 0.01
  ) {
    self.weightDecay = weightDecay
    moments = AdaptiveMoments(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  /// One step.
  public mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  ) {
    moments.update(
      parameters,
      along: gradient,
      learningRate: learningRate,
      groups: groups,
      coupledDecay: 0,
      decoupledDecay: weightDecay
    )
  }
}

/// The running first and second moments of the gradient, and the step they give.
private struct AdaptiveMoments {
  var beta1: Float
  var beta2: Float
  var epsilon: Float
  var step = 0
  var first: [Float] = []
  var second: [Float] = []

  init(beta1: Float, beta2: Float, epsilon: Float) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup],
    coupledDecay: Float,
    decoupledDecay: Float
  ) {
    if first.isEmpty {
      first = [Float](repeating: 0, count: parameters.count)
      second = first
    }
    step += 1
    // In double precision: 1 − βᵗ loses half its digits in single at the first steps.
    let correction1 = Float(1 - pow(Double(beta1), Double(step)))
    let correction2 = Float((1 - pow(Double(beta2), Double(step))).squareRoot())
    let (beta1, beta2, epsilon) = (beta1, beta2, epsilon)
    first.withMutableTensorView { first in
      second.withMutableTensorView { second in
        for group in groups {
          let (theta, g) = (parameters[group.range], gradient[group.range])
          let (m, v) = (first[group.range], second[group.range])
          let coupled = group.decays ? coupledDecay : 0
          let kept = 1 - (group.decays ? learningRate * decoupledDecay : 0)
          let length = learningRate / correction1
          for i in 0..<theta.count {
            let slope = g[i] + coupled * theta[i]
            m[i] = beta1 * m[i] + (1 - beta1) * slope
            v[i] = beta2 * v[i] + (1 - beta2) * slope * slope
            theta[i] =
              kept * theta[i] - length * m[i] / (v[i].squareRoot() / correction2 + epsilon)
          }
        }
      }
    }
  }
}
