/// The memory layout of a sequence of layers: offsets of all parameters and activations.
///
/// It is computed and checked once. A network has one plan; each branch of a container layer has its own.
public struct ExecutionPlan: Sendable {
  /// One layer of the sequence.
  public struct Step: Sendable {
    /// The layer.
    public let layer: any Layer
    /// The shapes of one example before and after it.
    public let inputShape: Shape, outputShape: Shape
    /// Its tensors, including those of its branches, named from the network's root.
    public let parameters: [ParameterSpecification]
    /// Its range in the sequence's parameters; its own tensors precede those of its branches.
    public let parameterRange: Range<Int>
    /// The plans of its branches.
    public let branches: [ExecutionPlan]
    /// Multiply-adds of one example in the forward pass.
    public let multiplyAdds: Int
    /// The number of the layer, unique in the network.
    let id: Int
  }

  /// The shape of one example.
  public let input: Shape
  /// The shape of one example's output.
  public let output: Shape
  /// The layers, first to last.
  public let steps: [Step]
  /// The steps at run time: layers, some of them fused.
  let fusedSteps: [FusedStep]
  /// The number of scalars in the parameter vector.
  public let parameterCount: Int
  /// Multiply-adds of one example in the forward pass.
  public let multiplyAdds: Int
  /// The memory of the whole sequence: activations between layers and the layers' own requirements.
  public let memory: MemoryRequirements
  /// The largest activation between two fused steps, in scalars of one example.
  private let greatestActivation: Int

  /// The tensors in the parameter vector, in order, with names like `layers.0.weight`.
  public var parameters: [ParameterSpecification] { steps.flatMap(\.parameters) }

  /// Plans a network.
  ///
  /// - Throws: `ShapeError` if a layer does not accept the output shape of the previous one.
  package init(input: Shape, layers: [any Layer]) throws(ShapeError) {
    guard !layers.isEmpty else { throw ShapeError(path: "", layer: "network", reason: "has no layers") }
    var nextID = 0
    try self.init(input: input, layers: layers, path: "layers", nextID: &nextID)
  }

  private init(input: Shape, layers: [any Layer], path: String, nextID: inout Int) throws(ShapeError) {
    try Self.check(input, at: path, of: "input")
    var steps: [Step] = []
    var shape = input
    var (parameterCount, multiplyAdds) = (0, 0)
    for (index, layer) in layers.enumerated() {
      let location = "\(path).\(index)"
      let output: Shape
      do { output = try layer.outputShape(for: shape) } catch { throw error.inside(location) }
      try Self.check(output, at: location, of: "\(layer)")
      let id = nextID
      nextID += 1
      var specifications = layer.parameters(for: shape).map { specification in
        var named = specification
        named.name = "\(location).\(specification.name)"
        return named
      }
      var branches: [ExecutionPlan] = []
      for branch in layer.branches {
        let plan = try ExecutionPlan(
          input: shape,
          layers: branch.layers,
          path: "\(location).\(branch.name)",
          nextID: &nextID
        )
        specifications += plan.parameters
        branches.append(plan)
      }
      let count = specifications.reduce(0) { $0 + $1.count }
      guard parameterCount + count <= LayerLimits.scalars else {
        throw ShapeError(
          path: location,
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
    fusedSteps = try FusedStep.fusing(steps, path: path)
    greatestActivation = fusedSteps.dropLast().map(\.outputShape.count).max() ?? 0
    // Backward holds the gradients of two neighbouring activations besides the layers' own scratch.
    memory = MemoryRequirements(
      savedPerExample: fusedSteps.last.map { $0.savedOffset + $0.memory.savedPerExample } ?? 0,
      scratchPerExample: (fusedSteps.map(\.memory.scratchPerExample).max() ?? 0) + 2 * greatestActivation,
      scratch: (fusedSteps.map(\.memory.scratch).max() ?? 0) + Self.alignment,
      packed: fusedSteps.last?.packedRange.upperBound ?? 0
    )
  }

  private static func check(_ shape: Shape, at path: String, of layer: String) throws(ShapeError) {
    let extents = [shape.channels, shape.height, shape.width]
    guard extents.allSatisfy({ $0 > 0 && $0 <= LayerLimits.extent }), shape.count <= LayerLimits.scalars else {
      throw ShapeError(
        path: path,
        layer: layer,
        reason: "the shape \(shape) is out of bounds: each extent must lie in "
          + "1...\(LayerLimits.extent) and their product must not exceed \(LayerLimits.scalars)"
      )
    }
  }

  /// The floats kept between forward and backward for `examples` examples.
  func savedCount(examples: Int) -> Int { memory.savedPerExample * examples }

  /// The floats of a cache line; scratch memory starts on one, so that vectors straddle none.
  static let alignment = 16

  /// A number of floats rounded up to whole cache lines.
  static func aligned(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }

  /// The part of the saved scalars that holds the output of a fused step.
  private func activation(_ step: Int, in saved: MutableTensorView, examples: Int) -> MutableTensorView {
    let start = fusedSteps[step].activationOffset * examples
    return saved[start..<start + fusedSteps[step].outputShape.count * examples]
  }

  private func saved(of step: Int, in saved: MutableTensorView, examples: Int) -> MutableTensorView {
    let start = fusedSteps[step].savedOffset * examples
    return saved[start..<start + fusedSteps[step].memory.savedPerExample * examples]
  }

  /// Runs the fused steps in order; intermediate activations go to `saved`.
  func forward(
    _ input: TensorView,
    into output: MutableTensorView,
    examples: Int,
    phase: Phase,
    parameters: TensorView,
    packed: TensorView,
    saved: MutableTensorView,
    scratch: MutableTensorView
  ) {
    for (index, step) in fusedSteps.enumerated() {
      let x = index == 0 ? input : activation(index - 1, in: saved, examples: examples).readOnly
      let y = index == fusedSteps.count - 1 ? output : activation(index, in: saved, examples: examples)
      let memory = PassMemory(
        of: step,
        examples: examples,
        parameters: parameters,
        packed: packed,
        saved: self.saved(of: index, in: saved, examples: examples),
        scratch: scratch
      )
      step.layer.forward(ForwardPass(memory, of: step, phase: phase, input: x, output: y))
    }
  }

  /// Runs the fused steps in reverse, from the gradient of the output to that of the parameters, and of the input
  /// unless `inputGradient` is nil.
  func backward(
    input: TensorView,
    output: TensorView,
    examples: Int,
    parameters: TensorView,
    packed: TensorView,
    saved: MutableTensorView,
    outputGradient: MutableTensorView,
    inputGradient: MutableTensorView?,
    parameterGradient: MutableTensorView,
    scratch: MutableTensorView
  ) {
    // Two buffers take turns as output and input gradient; the layers' own scratch follows.
    let size = greatestActivation * examples
    let layerScratch = scratch[Self.aligned(2 * size)..<scratch.count]
    func gradient(_ step: Int) -> MutableTensorView {
      let start = (step % 2) * size
      return scratch[start..<start + fusedSteps[step].outputShape.count * examples]
    }
    for (index, step) in fusedSteps.enumerated().reversed() {
      let isLast = index == fusedSteps.count - 1
      let memory = PassMemory(
        of: step,
        examples: examples,
        parameters: parameters,
        packed: packed,
        saved: self.saved(of: index, in: saved, examples: examples),
        scratch: layerScratch
      )
      step.layer.backward(
        BackwardPass(
          memory,
          of: step,
          input: index == 0 ? input : activation(index - 1, in: saved, examples: examples).readOnly,
          output: isLast ? output : activation(index, in: saved, examples: examples).readOnly,
          outputGradient: isLast ? outputGradient : gradient(index),
          inputGradient: index == 0 ? inputGradient : gradient(index - 1),
          parameterGradient: parameterGradient[step.parameterRange]
        )
      )
    }
  }
}
