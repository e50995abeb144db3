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
    /// Its memory, that of its branches included.
    public let memory: MemoryNeed
    /// The plans of its branches.
    public let branches: [ExecutionPlan]
    /// Multiply-adds of one example forward.
    public let multiplyAdds: Int
    /// A number that no other layer of the network has.
    let id: Int
    /// Where its output lies among the saved scalars of one example; the last layer's lies outside.
    let activationOffset: Int
    /// Where what it saves lies among the saved scalars of one example.
    let savedOffset: Int
  }

  /// The shape of one example.
  public let input: Shape
  /// The shape of one example's output.
  public let output: Shape
  /// The layers, first to last.
  public let steps: [Step]
  /// The number of scalars in the parameter vector.
  public let parameterCount: Int
  /// Multiply-adds of one example forward.
  public let multiplyAdds: Int
  /// Memory of the whole sequence: activations between the layers, and what the layers want.
  public let memory: MemoryNeed
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
    var (saved, scratchPerExample, scratch, greatest) = (0, 0, 0, 0)
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
      var need = layer.memory(for: shape)
      need.savedPerExample += branches.reduce(0) { $0 + $1.memory.savedPerExample }
      need.scratchPerExample += branches.map(\.memory.scratchPerExample).max() ?? 0
      need.scratch += branches.map(\.memory.scratch).max() ?? 0
      let isLast = index == layers.count - 1
      let activation = isLast ? 0 : output.count
      let cost =
        layer.multiplyAdds(for: shape) + branches.reduce(0) { $0 + $1.multiplyAdds }
      steps.append(
        Step(
          layer: layer,
          inputShape: shape,
          outputShape: output,
          parameters: specifications,
          parameterRange: parameterCount..<parameterCount + count,
          memory: need,
          branches: branches,
          multiplyAdds: cost,
          id: id,
          activationOffset: saved,
          savedOffset: saved + activation
        )
      )
      saved += activation + need.savedPerExample
      parameterCount += count
      multiplyAdds += cost
      scratchPerExample = max(scratchPerExample, need.scratchPerExample)
      scratch = max(scratch, need.scratch)
      greatest = max(greatest, activation)
      shape = output
      guard saved + scratchPerExample + 2 * greatest + scratch <= LayerLimits.scalars else {
        throw ShapeError(
          path: place,
          layer: "\(layer)",
          reason: "would bring the network to more than \(LayerLimits.scalars) scalars of memory "
            + "for one example"
        )
      }
    }
    self.input = input
    self.output = shape
    self.steps = steps
    self.parameterCount = parameterCount
    self.multiplyAdds = multiplyAdds
    greatestActivation = greatest
    // Backward holds the gradients of two neighbouring activations beside the layers' own scratch.
    memory = MemoryNeed(
      savedPerExample: saved,
      scratchPerExample: scratchPerExample + 2 * greatest,
      scratch: scratch
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

  /// The part of the saved scalars that holds a step's output.
  private func activation(
    _ step: Int,
    in saved: MutableTensorView,
    examples: Int
  )
    -> MutableTensorView
  {
    let start = steps[step].activationOffset * examples
    return saved[start..<start + steps[step].outputShape.count * examples]
  }

  private func saved(of step: Int, in saved: MutableTensorView, examples: Int) -> MutableTensorView
  {
    let start = steps[step].savedOffset * examples
    return saved[start..<start + steps[step].memory.savedPerExample * examples]
  }

  /// Runs the layers one after the other; activations between them go to `saved`.
  func forward(
    _ input: TensorView,
    into output: MutableTensorView,
    examples: Int,
    phase: Phase,
    parameters: TensorView,
    saved: MutableTensorView,
    scratch: MutableTensorView
  ) {
    for (index, step) in steps.enumerated() {
      let x =
        index == 0 ? input : activation(index - 1, in: saved, examples: examples).readOnly
      let y =
        index == steps.count - 1 ? output : activation(index, in: saved, examples: examples)
      step.layer.forward(
        ForwardPass(
          inputShape: step.inputShape,
          outputShape: step.outputShape,
          exampleCount: examples,
          phase: phase,
          parameters: parameters[step.parameterRange],
          input: x,
          output: y,
          saved: self.saved(of: index, in: saved, examples: examples),
          scratch: scratch,
          branches: step.branches,
          layerID: step.id
        )
      )
    }
  }

  /// Runs the layers in reverse, from the gradient of the output to that of the parameters, and of
  /// the input where it is wanted.
  func backward(
    input: TensorView,
    output: TensorView,
    examples: Int,
    parameters: TensorView,
    saved: MutableTensorView,
    outputGradient: MutableTensorView,
    inputGradient: MutableTensorView?,
    parameterGradient: MutableTensorView,
    scratch: MutableTensorView
  ) {
    let room = greatestActivation * examples
    let own = scratch[2 * room..<scratch.count]
    func gradient(_ step: Int) -> MutableTensorView {
      let start = (step % 2) * room
      return scratch[start..<start + steps[step].outputShape.count * examples]
    }
    for (index, step) in steps.enumerated().reversed() {
      let isLast = index == steps.count - 1
      step.layer.backward(
        BackwardPass(
          inputShape: step.inputShape,
          outputShape: step.outputShape,
          exampleCount: examples,
          parameters: parameters[step.parameterRange],
          input: index == 0
            ? input : activation(index - 1, in: saved, examples: examples).readOnly,
          output: isLast ? output : activation(index, in: saved, examples: examples).readOnly,
          saved: self.saved(of: index, in: saved, examples: examples),
          outputGradient: isLast ? outputGradient : gradient(index),
          inputGradient: index == 0 ? inputGradient : gradient(index - 1),
          parameterGradient: parameterGradient[step.parameterRange],
          scratch: own,
          branches: step.branches
        )
      )
    }
  }
}
