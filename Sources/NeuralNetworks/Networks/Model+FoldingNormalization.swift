extension Model {
  /// The same model for inference, with each normalisation after a linear layer folded into that layer.
  ///
  /// With running mean μ and variance σ², γ (w x + b − μ) / √(σ² + ε) + β is again a convolution, with weights
  /// w γ / √(σ² + ε) and bias β + (b − μ) γ / √(σ² + ε). Layers with an activation are not changed. A maximum may stand
  /// between the two if no γ is negative, since an increasing function commutes with it.
  public func foldingNormalization() -> Model { folded(isComplete: false) }

  /// The same model for inference without any layer that behaves differently in training: all remaining
  /// normalisations become convolutions, and dropout is removed.
  func withoutTrainingPhase() -> Model { folded(isComplete: true) }

  private func folded(isComplete: Bool) -> Model {
    let folded = Self.fold(network.layers, network.plan, parameters[...], isComplete)
    guard let network = try? Network(input: network.input, layers: folded.layers) else {
      preconditionFailure("folding changed a shape of \(self.network)")
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
    // Growing step by step would take twice the memory for a while.
    values.reserveCapacity(plan.parameterCount)
    func part(_ step: ExecutionPlan.Step) -> [Float] {
      Array(parameters.dropFirst(step.parameterRange.lowerBound).prefix(step.parameterRange.count))
    }
    func transform(_ step: ExecutionPlan.Step) -> ChannelTransform? {
      step.layer.channelTransform(part(step), for: step.inputShape)
    }
    var index = 0
    while index < plan.steps.count {
      let step = plan.steps[index]
      index += 1
      if !step.branches.isEmpty {
        let (layer, folded) = foldBranches(of: step, part(step), isComplete)
        result.append(layer)
        values += folded
        continue
      }
      let rest = plan.steps[index...]
      let pool = rest.first.flatMap { $0.layer.commutesWithIncreasingFunctions ? $0.layer : nil }
      if let next = rest.dropFirst(pool == nil ? 0 : 1).first, let transform = transform(next),
        pool == nil || transform.scales.allSatisfy({ $0 >= 0 }),
        let absorbed = step.layer.absorbing(transform, into: part(step), for: step.inputShape)
      {
        result += [absorbed.layer] + (pool.map { [$0] } ?? [])
        values += absorbed.parameters
        index += pool == nil ? 1 : 2
      } else if isComplete && step.layer.isIdentityInInference {
        continue
      } else if isComplete, let transform = transform(step) {
        let channels = step.outputShape.channels
        result.append(Conv2D(filters: channels, kernel: 1))
        let identity = (0..<channels * channels).map { Float($0 % (channels + 1) == 0 ? 1 : 0) }
        values += transform.folded(into: identity, hasBias: false)
      } else {
        result.append(step.layer)
        values += part(step)
      }
    }
    return (result, values)
  }

  /// A container layer with its branches folded; its own parameters precede those of its branches.
  private static func foldBranches(
    of step: ExecutionPlan.Step,
    _ parameters: [Float],
    _ isComplete: Bool
  ) -> (layer: any Layer, parameters: [Float]) {
    let ownCount = parameters.count - step.branches.reduce(0) { $0 + $1.parameterCount }
    var (branches, values) = ([[any Layer]](), Array(parameters.prefix(ownCount)))
    var rest = parameters.dropFirst(ownCount)
    for (branch, plan) in zip(step.layer.branches, step.branches) {
      let folded = fold(branch.layers, plan, rest.prefix(plan.parameterCount), isComplete)
      branches.append(folded.layers)
      values += folded.parameters
      rest = rest.dropFirst(plan.parameterCount)
    }
    guard let layer = step.layer.replacingBranches(with: branches) else { return (step.layer, parameters) }
    return (layer, values)
  }
}
