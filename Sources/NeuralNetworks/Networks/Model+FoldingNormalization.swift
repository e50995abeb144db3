extension Model {
  /// The same model for inference, each `BatchNormalization` behind a convolution or dense layer
  /// made part of it.
  ///
  /// With running mean μ and variance σ², γ (w x + b − μ) / √(σ² + ε) + β is again a convolution,
  /// with weights w γ / √(σ² + ε) and bias β + (b − μ) γ / √(σ² + ε). Layers with an activation of
  /// their own are left as they are. A maximum may stand between the two where no γ is negative: a
  /// line that does not fall takes the greatest to the greatest.
  public func foldingNormalization() -> Model { folded(isComplete: false) }

  /// The same model for inference with nothing in it that training would do in another way: any other
  /// `BatchNormalization` becomes a convolution of its own, and `Dropout` is left out.
  func withoutTrainingPhase() -> Model { folded(isComplete: true) }

  private func folded(isComplete: Bool) -> Model {
    let folded = Self.fold(network.layers, network.plan, parameters[...], isComplete)
    guard let network = try? Network(input: network.input, layers: folded.layers) else {
      preconditionFailure("folding kept no shape of \(self.network)")
    }
    return Model(network, parameters: folded.parameters)
  }

  private static func fold(
    _ layers: [any Layer],
    _ plan: ExecutionPlan,
    _ parameters: ArraySlice<Float>,
    _ isComplete: Bool
  ) -> (layers: [any Layer], parameters: [Float]) {
    var (result, values): ([any Layer], [Float]) = ([], [])
    func part(_ step: ExecutionPlan.Step) -> ArraySlice<Float> {
      let start = parameters.startIndex
      return parameters[
        start + step.parameterRange.lowerBound..<start + step.parameterRange.upperBound
      ]
    }
    var index = 0
    while index < plan.steps.count {
      let step = plan.steps[index]
      index += 1
      if step.layer is Residual || step.layer is Parallel {
        var rest = part(step)
        let folded = zip(step.layer.branches, step.branches).map { branch, plan in
          defer { rest = rest.dropFirst(plan.parameterCount) }
          return fold(branch.layers, plan, rest.prefix(plan.parameterCount), isComplete)
        }
        result.append(step.layer.holding(folded.map(\.layers)))
        values += folded.flatMap(\.parameters)
        continue
      }
      let pool = index < plan.steps.count ? plan.steps[index].layer as? MaxPool2D : nil
      let next = pool == nil ? index : index + 1
      if next < plan.steps.count,
        let normalization = plan.steps[next].layer as? BatchNormalization,
        let (linear, outputs) = step.layer.foldable,
        pool == nil || part(plan.steps[next]).prefix(outputs).allSatisfy({ $0 >= 0 })
      {
        result.append(linear)
        if let pool { result.append(pool) }
        values += fold(
          Array(part(step)),
          outputs: outputs,
          hasBias: part(step).count > outputs * step.fanIn,
          Array(part(plan.steps[next])),
          epsilon: normalization.epsilon
        )
        index = next + 1
        continue
      }
      if isComplete && step.layer is Dropout { continue }
      if isComplete, let normalization = step.layer as? BatchNormalization {
        let channels = step.outputShape.channels
        result.append(Conv2D(filters: channels, kernel: 1))
        values += fold(
          (0..<channels * channels).map { $0 % (channels + 1) == 0 ? 1 : 0 },
          outputs: channels,
          hasBias: false,
          Array(part(step)),
          epsilon: normalization.epsilon
        )
        continue
      }
      result.append(step.layer)
      values += part(step)
    }
    return (result, values)
  }

  private static func fold(
    _ linear: [Float],
    outputs: Int,
    hasBias: Bool,
    _ normalization: [Float],
    epsilon: Float
  ) -> [Float] {
    let fanIn = (linear.count - (hasBias ? outputs : 0)) / outputs
    var weights: [Float] = []
    var biases: [Float] = []
    for output in 0..<outputs {
      let (gamma, beta) = (normalization[output], normalization[outputs + output])
      let (mean, variance) = (
        normalization[2 * outputs + output], normalization[3 * outputs + output]
      )
      let slope = gamma / (variance + epsilon).squareRoot()
      weights += linear[output * fanIn..<(output + 1) * fanIn].map { $0 * slope }
      let bias = hasBias ? linear[outputs * fanIn + output] : 0
      biases.append(beta + (bias - mean) * slope)
    }
    return weights + biases
  }
}

extension ExecutionPlan.Step {
  /// Scalars that one output of a linear layer is a sum over.
  fileprivate var fanIn: Int { parameters[0].shape.dropFirst().reduce(1, *) }
}

extension Layer {
  /// The layer with other layers in its branches.
  fileprivate func holding(_ branches: [[any Layer]]) -> any Layer {
    switch self {
    case let residual as Residual:
      Residual(body: branches[0], shortcut: branches[1], activation: residual.activation)
    case is Parallel: Parallel(first: branches[0], second: branches[1])
    default: preconditionFailure("\(self) holds layers, and folding knows no way to exchange them")
    }
  }

  /// The layer with a bias, and its number of outputs, where a normalisation behind it can become
  /// part of it.
  fileprivate var foldable: (any Layer, Int)? {
    if var convolution = self as? Conv2D, convolution.activation == .identity {
      convolution.bias = true
      return (convolution, convolution.filters)
    }
    if var dense = self as? Dense, dense.activation == .identity {
      dense.bias = true
      return (dense, dense.units)
    }
    return nil
  }
}
