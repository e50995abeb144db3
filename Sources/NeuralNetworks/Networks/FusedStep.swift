/// One step of a plan at run time: a layer, or several layers computed together while their data is in the cache.
struct FusedStep: Sendable {
  /// A branch of a container layer and its ranges within the step's memory.
  struct Branch: Sendable {
    let plan: ExecutionPlan
    /// Its range in the step's parameters.
    let parameters: Range<Int>
    /// Its range in the step's packed parameters.
    let packed: Range<Int>
    /// The start of its saved scalars, per example, in the step's.
    let savedOffset: Int
  }

  /// The layer that computes the step.
  let layer: any Layer
  /// The shapes of one example before and after the step.
  let inputShape: Shape, outputShape: Shape
  /// Its range in the sequence's parameters.
  let parameterRange: Range<Int>
  /// Its range in the sequence's packed parameters.
  let packedRange: Range<Int>
  /// Its memory, including that of its branches.
  let memory: MemoryRequirements
  /// The layer's own number of parameters and own memory, without those of its branches.
  let own: (parameters: Int, memory: MemoryRequirements)
  /// The branches of a container layer.
  let branches: [Branch]
  /// The scratch memory of its branches, which run one at a time.
  let branchScratch: MemoryRequirements
  /// The number of the layer, unique in the network.
  let id: Int
  /// The start of its output among the saved scalars of one example; the last step's output lies elsewhere.
  let activationOffset: Int
  /// The start of its saved scalars among those of one example.
  let savedOffset: Int

  private init(
    _ layer: any Layer,
    _ step: ExecutionPlan.Step,
    outputShape: Shape,
    packedStart: Int,
    activationOffset: Int,
    savedOffset: Int
  ) {
    self.layer = layer
    inputShape = step.inputShape
    self.outputShape = outputShape
    parameterRange = step.parameterRange
    id = step.id
    self.activationOffset = activationOffset
    self.savedOffset = savedOffset
    let requirements = layer.memory(for: step.inputShape)
    let plans = step.branches
    let parameterCount = parameterRange.count - plans.reduce(0) { $0 + $1.parameterCount }
    own = (parameterCount, requirements)
    var memory = requirements
    var (parameters, branches) = (parameterCount, [Branch]())
    for plan in plans {
      branches.append(
        Branch(
          plan: plan,
          parameters: parameters..<parameters + plan.parameterCount,
          packed: memory.packed..<memory.packed + plan.memory.packed,
          savedOffset: memory.savedPerExample
        )
      )
      parameters += plan.parameterCount
      memory.packed += plan.memory.packed
      memory.savedPerExample += plan.memory.savedPerExample
    }
    branchScratch = MemoryRequirements(
      scratchPerExample: plans.map(\.memory.scratchPerExample).max() ?? 0,
      scratch: plans.map(\.memory.scratch).max() ?? 0
    )
    memory.scratchPerExample += branchScratch.scratchPerExample
    memory.scratch += branchScratch.scratch + (plans.isEmpty ? 0 : ExecutionPlan.alignment)
    self.branches = branches
    self.memory = memory
    packedRange = packedStart..<packedStart + memory.packed
  }

  /// The fused steps of a sequence of layers.
  ///
  /// - Throws: `ShapeError` if one example would need more memory than a network may use.
  static func fusing(_ steps: [ExecutionPlan.Step], path: String) throws(ShapeError) -> [FusedStep] {
    var result: [FusedStep] = []
    var (saved, packed) = (0, 0)
    var (scratchPerExample, scratch, greatest) = (0, 0, 0)
    var index = 0
    while index < steps.count {
      let first = steps[index]
      // Layers that can be fused own no parameters, so the first one's keep their range.
      let fused = first.layer.fused(with: operations(steps[(index + 1)...]), for: first.inputShape)
      let layerCount = 1 + (fused?.count ?? 0)
      let last = steps[index + layerCount - 1]
      index += layerCount
      let activation = index == steps.count ? 0 : last.outputShape.count
      let step = FusedStep(
        fused?.layer ?? first.layer,
        first,
        outputShape: last.outputShape,
        packedStart: packed,
        activationOffset: saved,
        savedOffset: saved + activation
      )
      result.append(step)
      saved += activation + step.memory.savedPerExample
      packed += step.memory.packed
      scratchPerExample = max(scratchPerExample, step.memory.scratchPerExample)
      scratch = max(scratch, step.memory.scratch)
      greatest = max(greatest, activation)
      guard saved + scratchPerExample + 2 * greatest + scratch + packed <= LayerLimits.scalars else {
        throw ShapeError(
          path: "\(path).\(index - layerCount)",
          layer: "\(first.layer)",
          reason: "would bring the network to more than \(LayerLimits.scalars) scalars of memory for one example"
        )
      }
    }
    return result
  }

  /// The operations of the layers that follow, up to the first that cannot be fused.
  private static func operations(_ steps: ArraySlice<ExecutionPlan.Step>) -> [FusibleOperation] {
    var operations: [FusibleOperation] = []
    for step in steps {
      guard step.parameterRange.isEmpty, let operation = step.layer.fusibleOperation else { break }
      operations.append(operation)
    }
    return operations
  }
}
