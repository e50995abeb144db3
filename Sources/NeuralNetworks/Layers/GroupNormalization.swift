/// Group normalisation: each group of channels of an example gets mean 0 and variance 1, then each channel a learned
/// scale and shift.
///
/// y = γ (x − μ) / √(σ² + ε) + β (Wu and He, ECCV 2018). The result of an example does not depend on other examples.
public struct GroupNormalization: Layer, Equatable {
  /// The number of groups, a divisor of the number of channels.
  ///
  /// One group is layer normalisation.
  public var groups: Int
  /// ε, which keeps the root away from 0.
  public var epsilon: Float

  /// Creates the layer.
  public init(groups: Int, epsilon: Float = 1e-5) {
    self.groups = groups
    self.epsilon = epsilon
  }

  /// The code that creates it.
  public var description: String {
    "GroupNormalization(groups: \(groups)" + (epsilon == 1e-5 ? "" : ", epsilon: \(epsilon)") + ")"
  }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard groups > 0, input.channels.isMultiple(of: groups) else {
      throw ShapeError(self, "the \(input.channels) channels of \(input) cannot be divided into \(groups) groups")
    }
    guard epsilon > 0, epsilon.isFinite else {
      throw ShapeError(self, "epsilon must be positive and finite, not \(epsilon)")
    }
    return input
  }

  /// `weight` γ and `bias` β of [channels].
  public func parameters(for input: Shape) -> [ParameterSpecification] {
    [
      ParameterSpecification(name: "weight", shape: [input.channels], initializer: .ones, role: .bias),
      ParameterSpecification(name: "bias", shape: [input.channels], initializer: .zeros, role: .bias),
    ]
  }

  /// True: an activation usually follows.
  public var isLinear: Bool { true }

  /// Mean and 1 / √(σ² + ε) of a group of one example.
  private func statistics(_ group: TensorView) -> (mean: Float, scale: Float) {
    let mean = group.sum() / Float(group.count)
    let variance = group.squaredDeviations(from: mean) / Float(group.count)
    return (mean, 1 / (variance + epsilon).squareRoot())
  }

  /// y = γ (x − μ) / √(σ² + ε) + β.
  public func forward(_ pass: ForwardPass) {
    let channels = pass.inputShape.channels
    let area = pass.inputShape.area
    let perGroup = channels / groups
    for example in 0..<pass.exampleCount {
      let (x, y) = (pass.input(example), pass.output(example))
      for group in 0..<groups {
        let (mean, scale) = statistics(x.part(group, of: perGroup * area))
        for channel in group * perGroup..<(group + 1) * perGroup {
          let slope = scale * pass.parameters[channel]
          let shift = pass.parameters[channels + channel] - mean * slope
          let (source, target) = (x.part(channel, of: area), y.part(channel, of: area))
          for i in 0..<area { target[i] = source[i] * slope + shift }
        }
      }
    }
  }

  /// With x̂ the normalised input and g = γ dy: dx = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε).
  public func backward(_ pass: BackwardPass) {
    let channels = pass.inputShape.channels
    let area = pass.inputShape.area
    let perGroup = channels / groups
    for example in 0..<pass.exampleCount {
      let x = pass.input(example)
      let dy = pass.outputGradient(example).readOnly
      for group in 0..<groups {
        let (mean, scale) = statistics(x.part(group, of: perGroup * area))
        var (meanOfG, meanOfGX) = (Float(0), Float(0))
        let members = group * perGroup..<(group + 1) * perGroup
        for channel in members {
          let gradient = dy.part(channel, of: area)
          let sum = gradient.sum()
          let product = (gradient.dot(x.part(channel, of: area)) - mean * sum) * scale
          pass.parameterGradient[channel] += product
          pass.parameterGradient[channels + channel] += sum
          meanOfG += pass.parameters[channel] * sum
          meanOfGX += pass.parameters[channel] * product
        }
        guard let dx = pass.inputGradient(example) else { continue }
        meanOfG /= Float(perGroup * area)
        meanOfGX /= Float(perGroup * area)
        for channel in members {
          let gamma = pass.parameters[channel]
          let (source, gradient) = (x.part(channel, of: area), dy.part(channel, of: area))
          let target = dx.part(channel, of: area)
          for i in 0..<area {
            let normalized = (source[i] - mean) * scale
            target[i] = scale * (gamma * gradient[i] - meanOfG - normalized * meanOfGX)
          }
        }
      }
    }
  }
}
