/// What a plan runs at once: a layer, or several whose work is done while it is in the cache.
struct FusedStep: Sendable {
  /// What runs.
  let layer: any Layer
  /// The shapes of one example before and after it.
  let inputShape: Shape, outputShape: Shape
  /// Its part of the sequence's parameters.
  let parameterRange: Range<Int>
  /// Its part of what is prepared from them.
  let preparedRange: Range<Int>
  /// Its memory, that of its branches included.
  let memory: MemoryRequirements
  /// The plans of its branches.
  let branches: [ExecutionPlan]
  /// A number that no other layer of the network has.
  let id: Int
  /// Where its output lies among the saved scalars of one example; the last one's lies outside.
  let activationOffset: Int
  /// Where what it saves lies among the saved scalars of one example.
  let savedOffset: Int

  /// The stages of a sequence of layers; throws where they would want more memory than a network
  /// may.
  static func stages(
    of steps: [ExecutionPlan.Step],
    path: String
  ) throws(ShapeError) -> [FusedStep] {
    var stages: [FusedStep] = []
    var (saved, prepared) = (0, 0)
    var (scratchPerExample, scratch, greatest) = (0, 0, 0)
    var index = 0
    while index < steps.count {
      let first = steps[index]
      let (layer, count) = fused(steps[index...])
      let last = steps[index + count - 1]
      index += count
      let need = memory(of: layer, for: first.inputShape, branches: first.branches)
      let activation = index == steps.count ? 0 : last.outputShape.count
      stages.append(
        FusedStep(
          layer: layer,
          inputShape: first.inputShape,
          outputShape: last.outputShape,
          parameterRange: first.parameterRange,
          preparedRange: prepared..<prepared + need.prepared,
          memory: need,
          branches: first.branches,
          id: first.id,
          activationOffset: saved,
          savedOffset: saved + activation
        )
      )
      saved += activation + need.savedPerExample
      prepared += need.prepared
      scratchPerExample = max(scratchPerExample, need.scratchPerExample)
      scratch = max(scratch, need.scratch)
      greatest = max(greatest, activation)
      guard
        saved + scratchPerExample + 2 * greatest + scratch + prepared <= LayerLimits.scalars
      else {
        throw ShapeError(
          path: "\(path).\(index - count)",
          layer: "\(first.layer)",
          reason: "would bring the network to more than \(LayerLimits.scalars) scalars of memory "
            + "for one example"
        )
      }
    }
    return stages
  }

  /// What a layer wants, that of its branches included.
  private static func memory(
    of layer: any Layer,
    for input: Shape,
    branches: [ExecutionPlan]
  ) -> MemoryRequirements {
    var need = layer.memory(for: input)
    need.savedPerExample += branches.reduce(0) { $0 + $1.memory.savedPerExample }
    need.scratchPerExample += branches.map(\.memory.scratchPerExample).max() ?? 0
    need.scratch += branches.map(\.memory.scratch).max() ?? 0
    need.prepared += branches.reduce(0) { $0 + $1.memory.prepared }
    return need
  }

  /// The layer that does the work of the first of the steps, and of as many behind it as it can.
  ///
  /// Only the first of them has parameters, so that they keep their place.
  private static func fused(
    _ steps: ArraySlice<ExecutionPlan.Step>
  ) -> (layer: any Layer, count: Int) {
    func layer(_ place: Int) -> (any Layer)? {
      steps.startIndex + place < steps.endIndex ? steps[steps.startIndex + place].layer : nil
    }
    let first = steps[steps.startIndex]
    var taken = 1
    if var convolution = first.layer as? Conv2D {
      if convolution.activation == .identity, let next = layer(taken) as? Activation {
        convolution.activation = next.function
        taken += 1
      }
      if let pool = layer(taken) as? MaxPool2D {
        // ReLU may as well come before the maximum.
        let appliesReLU =
          convolution.activation == .identity
          && (layer(taken + 1) as? Activation)?.function == .relu
        var last = convolution
        if appliesReLU { last.activation = .relu }
        if let pooled = PooledConv2D(last, pool, over: first.inputShape) {
          return (pooled, taken + (appliesReLU ? 2 : 1))
        }
      }
      return (convolution, taken)
    }
    if let normalization = first.layer as? BatchNormalization {
      let appliesReLU = (layer(taken) as? Activation)?.function == .relu
      taken += appliesReLU ? 1 : 0
      let pool = (layer(taken) as? MaxPool2D).flatMap { $0.halves ? $0 : nil }
      taken += pool == nil ? 0 : 1
      let block = NormalizationBlock(normalization, appliesReLU: appliesReLU, pools: pool != nil)
      return (block, taken)
    }
    if var dense = first.layer as? Dense, dense.activation == .identity,
      let next = layer(taken) as? Activation
    {
      dense.activation = next.function
      return (dense, taken + 1)
    }
    return (first.layer, taken)
  }
}
