import Foundation

/// Adam: the running mean of the gradient divided by the root of that of its square.
///
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε), where m̂ and v̂ are corrected for their
/// bias towards the initial 0 (Kingma and Ba, ICLR 2015). Weight decay λ adds λ θ to g.
public struct Adam: Optimizer {
  /// The weight decay λ.
  public var weightDecay: Float
  private let beta1: Float
  private let beta2: Float
  private let epsilon: Float
  private var step = 0
  private var first: [Float] = []
  private var second: [Float] = []

  /// Creates the optimizer.
  public init(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// The number of steps and both running means.
  public var state: OptimizerState {
    get { OptimizerState(steps: step, moments: first.isEmpty ? [] : [first, second]) }
    set {
      precondition([0, 2].contains(newValue.moments.count), "Adam has two moments")
      step = newValue.steps
      first = newValue.moments.first ?? []
      second = newValue.moments.last ?? []
    }
  }

  /// One step.
  public mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  ) {
    if first.isEmpty {
      first = [Float](repeating: 0, count: parameters.count)
      second = first
    }
    step += 1
    // In double precision: 1 − βᵗ loses half its digits in single precision at the first steps.
    let correction1 = Float(1 - pow(Double(beta1), Double(step)))
    let correction2 = Float((1 - pow(Double(beta2), Double(step))).squareRoot())
    let length = learningRate / correction1
    let (beta1, beta2, epsilon, weightDecay) = (beta1, beta2, epsilon, weightDecay)
    first.withMutableTensorView { first in
      second.withMutableTensorView { second in
        for group in groups {
          let (theta, g) = (parameters[group.range], gradient[group.range])
          let (m, v) = (first[group.range], second[group.range])
          let decay = group.decays ? weightDecay : 0
          for i in 0..<theta.count {
            let slope = g[i] + decay * theta[i]
            m[i] = beta1 * m[i] + (1 - beta1) * slope
            v[i] = beta2 * v[i] + (1 - beta2) * slope * slope
            theta[i] -= length * m[i] / (v[i].squareRoot() / correction2 + epsilon)
          }
        }
      }
    }
  }
}
