/// Where each parameter and activation of a sequence of layers lies.
///
/// It is computed and checked once. A network has one plan; layers that hold layers get a plan for
/// each of their branches.
public struct ExecutionPlan: Sendable {
  /// One layer in its place.
  public struct Step: Sendable {
    /// The layer.
    public let layer: any Layer
    /// The shapes of one example before and after it.
    public let inputShape: Shape, outputShape: Shape
    /// The tensors that it owns, those of its branches included, with names from the network's
    /// root.
    public let parameters: [ParameterSpecification]
    /// Its part of the sequence's parameters.
    public let parameterRange: Range<Int>
    /// The plans of its branches.
    public let branches: [ExecutionPlan]
    /// Multiply-adds of one example forward.
    public let multiplyAdds: Int
    /// A number that no other layer of the network has.
    let id: Int
  }

  /// The shape of one example.
  public let input: Shape
  /// The shape of one example's output.
  public let output: Shape
  /// The layers, first to last.
  public let steps: [Step]
  /// What runs: the layers, some of them done as one.
  let stages: [FusedStep]
  /// The number of scalars in the parameter vector.
  public let parameterCount: Int
  /// Multiply-adds of one example forward.
  public let multiplyAdds: Int
  /// Memory of the whole sequence: activations between the layers, and what the layers want.
  public let memory: MemoryRequirements
  /// The greatest activation between two layers.
  private let greatestActivation: Int

  /// The tensors in the parameter vector, in order, with names like `layers.0.weight`.
  public var parameters: [ParameterSpecification] { steps.flatMap(\.parameters) }

  /// Plans a network; throws where a layer cannot take what the one before it gives.
  package init(input: Shape, layers: [any Layer]) throws(ShapeError) {
    guard !layers.isEmpty else {
      throw ShapeError(path: "", layer: "network", reason: "has no layers")
    }
    var nextID = 0
    try self.init(input: input, layers: layers, path: "layers", nextID: &nextID)
  }

  private init(
    input: Shape,
    layers: [any Layer],
    path: String,
    nextID: inout Int
  ) throws(ShapeError) {
    try Self.check(input, at: path, of: "input")
    var steps: [Step] = []
    var shape = input
    var (parameterCount, multiplyAdds) = (0, 0)
    for (index, layer) in layers.enumerated() {
      let place = "\(path).\(index)"
      let output: Shape
      do {
        output = try layer.outputShape(for: shape)
      } catch {
        throw error.inside(place)
      }
      try Self.check(output, at: place, of: "\(layer)")
      let id = nextID
      nextID += 1
      var specifications = layer.parameters(for: shape).map { specification in
        var named = specification
        named.name = "\(place).\(specification.name)"
        return named
      }
      var branches: [ExecutionPlan] = []
      for branch in layer.branches {
        let plan = try ExecutionPlan(
          input: shape,
          layers: branch.layers,
          path: "\(place).\(branch.name)",
          nextID: &nextID
        )
        specifications += plan.parameters
        branches.append(plan)
      }
      let count = specifications.reduce(0) { $0 + $1.count }
      guard parameterCount + count <= LayerLimits.scalars else {
        throw ShapeError(
          path: place,
          layer: "\(layer)",
          reason: "would bring the network to more than \(LayerLimits.scalars) parameters"
        )
      }
      let cost = layer.multiplyAdds(for: shape) + branches.reduce(0) { $0 + $1.multiplyAdds }
      steps.append(
        Step(
          layer: layer,
          inputShape: shape,
          outputShape: output,
          parameters: specifications,
          parameterRange: parameterCount..<parameterCount + count,
          branches: branches,
          multiplyAdds: cost,
          id: id
        )
      )
      parameterCount += count
      multiplyAdds += cost
      shape = output
    }
    self.input = input
    self.output = shape
    self.steps = steps
    self.parameterCount = parameterCount
    self.multiplyAdds = multiplyAdds
    stages = try FusedStep.stages(of: steps, path: path)
    greatestActivation = stages.dropLast().map(\.outputShape.count).max() ?? 0
    // Backward holds the gradients of two neighbouring activations beside the layers' own scratch.
    memory = MemoryRequirements(
      savedPerExample: stages.last.map { $0.savedOffset + $0.memory.savedPerExample } ?? 0,
      scratchPerExample: (stages.map(\.memory.scratchPerExample).max() ?? 0)
        + 2 * greatestActivation,
      scratch: (stages.map(\.memory.scratch).max() ?? 0) + Self.alignment,
      prepared: stages.last?.preparedRange.upperBound ?? 0
    )
  }

  private static func check(
    _ shape: Shape,
    at path: String,
    of layer: String
  ) throws(ShapeError) {
    let extents = [shape.channels, shape.height, shape.width]
    guard extents.allSatisfy({ $0 > 0 && $0 <= LayerLimits.extent }),
      shape.count <= LayerLimits.scalars
    else {
      throw ShapeError(
        path: path,
        layer: layer,
        reason: "\(shape) is no shape that a network can have: each extent lies in "
          + "1...\(LayerLimits.extent), their product is at most \(LayerLimits.scalars)"
      )
    }
  }

  /// The floats between forward and backward for some examples.
  func savedCount(examples: Int) -> Int { memory.savedPerExample * examples }

  /// Floats of a cache line: where the scratch of a layer begins at a whole one, vectors do not
  /// straddle two.
  private static let alignment = 16

  /// The part of the saved scalars that holds a stage's output.
  private func activation(
    _ stage: Int,
    in saved: MutableTensorView,
    examples: Int
  )
    -> MutableTensorView
  {
    let start = stages[stage].activationOffset * examples
    return saved[start..<start + stages[stage].outputShape.count * examples]
  }

  private func saved(
    of stage: Int,
    in saved: MutableTensorView,
    examples: Int
  ) -> MutableTensorView {
    let start = stages[stage].savedOffset * examples
    return saved[start..<start + stages[stage].memory.savedPerExample * examples]
  }

  /// Runs the stages one after the other; activations between them go to `saved`.
  func forward(
    _ input: TensorView,
    into output: MutableTensorView,
    examples: Int,
    phase: Phase,
    parameters: TensorView,
    prepared: TensorView,
    saved: MutableTensorView,
    scratch: MutableTensorView
  ) {
    for (index, stage) in stages.enumerated() {
      let x =
        index == 0 ? input : activation(index - 1, in: saved, examples: examples).readOnly
      let y =
        index == stages.count - 1 ? output : activation(index, in: saved, examples: examples)
      stage.layer.forward(
        ForwardPass(
          inputShape: stage.inputShape,
          outputShape: stage.outputShape,
          exampleCount: examples,
          phase: phase,
          parameters: parameters[stage.parameterRange],
          prepared: prepared[stage.preparedRange],
          input: x,
          output: y,
          saved: self.saved(of: index, in: saved, examples: examples),
          scratch: scratch,
          branches: stage.branches,
          layerID: stage.id
        )
      )
    }
  }

  /// Runs the stages in reverse, from the gradient of the output to that of the parameters, and of
  /// the input where it is wanted.
  func backward(
    input: TensorView,
    output: TensorView,
    examples: Int,
    parameters: TensorView,
    prepared: TensorView,
    saved: MutableTensorView,
    outputGradient: MutableTensorView,
    inputGradient: MutableTensorView?,
    parameterGradient: MutableTensorView,
    scratch: MutableTensorView
  ) {
    let room = greatestActivation * examples
    let start = (2 * room + Self.alignment - 1) / Self.alignment * Self.alignment
    let own = scratch[start..<scratch.count]
    func gradient(_ stage: Int) -> MutableTensorView {
      let start = (stage % 2) * room
      return scratch[start..<start + stages[stage].outputShape.count * examples]
    }
    for (index, stage) in stages.enumerated().reversed() {
      let isLast = index == stages.count - 1
      stage.layer.backward(
        BackwardPass(
          inputShape: stage.inputShape,
          outputShape: stage.outputShape,
          exampleCount: examples,
          parameters: parameters[stage.parameterRange],
          prepared: prepared[stage.preparedRange],
          input: index == 0
            ? input : activation(index - 1, in: saved, examples: examples).readOnly,
          output: isLast ? output : activation(index, in: saved, examples: examples).readOnly,
          saved: self.saved(of: index, in: saved, examples: examples),
          outputGradient: isLast ? outputGradient : gradient(index),
          inputGradient: index == 0 ? inputGradient : gradient(index - 1),
          parameterGradient: parameterGradient[stage.parameterRange],
          scratch: own,
          branches: stage.branches
        )
      )
    }
  }
}
