import RandomNumbers

/// The purpose of a pass.
public enum Phase: Sendable {
  /// No backward pass follows; dropout is inactive and batch normalisation uses its running statistics.
  case inference
  /// A backward pass follows; `seeds` holds one number per example, the key of all its random numbers.
  case training(seeds: [Int])
}

/// The views of a layer's forward pass over a few examples.
///
/// Tensors hold example after example. All views are valid only during the pass.
public struct ForwardPass {
  /// The shapes of one example before and after the layer.
  public let inputShape: Shape, outputShape: Shape
  /// The number of examples.
  public let exampleCount: Int
  /// Training or inference.
  public let phase: Phase
  /// The layer's own parameters.
  public var parameters: TensorView { memory.ownParameters }
  /// The layer's own packed parameters, written by ``Layer/prepack(_:for:into:forBackward:)``.
  public var packed: TensorView { memory.ownPacked }
  /// The input, example after example.
  public let input: TensorView
  /// The output to write.
  public let output: MutableTensorView
  /// The layer's own scalars that are kept until the backward pass.
  public var saved: MutableTensorView { memory.ownSaved }
  /// Free for use during this pass.
  public var scratch: MutableTensorView { memory.ownScratch }
  /// The number of the layer, unique in the network.
  public let layerID: Int
  private let memory: PassMemory

  init(_ memory: PassMemory, of step: FusedStep, phase: Phase, input: TensorView, output: MutableTensorView) {
    self.memory = memory
    (inputShape, outputShape) = (step.inputShape, step.outputShape)
    layerID = step.id
    exampleCount = memory.examples
    self.phase = phase
    self.input = input
    self.output = output
  }

  /// True if a backward pass follows.
  public var isTraining: Bool { if case .training = phase { true } else { false } }

  /// The random numbers of this layer for one example; nil in inference.
  public func generator(forExample index: Int) -> KeyedGenerator? {
    guard case .training(let seeds) = phase else { return nil }
    return KeyedGenerator(seeds[index], layerID)
  }

  /// The input of one example.
  @inline(__always) public func input(_ index: Int) -> TensorView { input.part(index, of: inputShape.count) }
  /// The output of one example.
  @inline(__always) public func output(_ index: Int) -> MutableTensorView { output.part(index, of: outputShape.count) }

  /// The shape of one example after a branch.
  public func outputShape(ofBranch index: Int) -> Shape { memory.branches[index].plan.output }

  /// Runs one of ``Layer/branches``.
  ///
  /// - Parameters:
  ///   - index: the index of the branch.
  ///   - input: the branch's input, of the layer's input shape; nil for the layer's input.
  ///   - output: the branch's output, example after example. If a backward pass follows, it must lie in
  ///     ``saved`` or ``output``, since the branch's last layer reads it again. A branch without layers copies its
  ///     input.
  public func run(branch index: Int, on input: TensorView? = nil, into output: MutableTensorView) {
    let (branch, input) = (memory.branches[index], input ?? self.input)
    memory.check(branch, input: input.count, output: output.count)
    guard !branch.plan.steps.isEmpty else { return output.copy(input) }
    branch.plan.forward(
      input,
      into: output,
      examples: exampleCount,
      phase: phase,
      parameters: memory.parameters[branch.parameters],
      packed: memory.packed[branch.packed],
      saved: memory.saved(of: branch),
      scratch: memory.branchScratch
    )
  }
}

/// The views of a layer's backward pass over the examples of the preceding forward pass.
public struct BackwardPass {
  /// The shapes of one example before and after the layer.
  public let inputShape: Shape, outputShape: Shape
  /// The number of examples.
  public let exampleCount: Int
  /// The layer's own parameters.
  public var parameters: TensorView { memory.ownParameters }
  /// The layer's own packed parameters, written by ``Layer/prepack(_:for:into:forBackward:)``.
  public var packed: TensorView { memory.ownPacked }
  /// The input and output of the forward pass.
  public let input: TensorView, output: TensorView
  /// The scalars that the forward pass saved; may be overwritten.
  public var saved: MutableTensorView { memory.ownSaved }
  /// The derivative of the loss with respect to the output; may be overwritten.
  public let outputGradient: MutableTensorView
  /// The derivative with respect to the input, to be written; nil if nobody needs it.
  public let inputGradient: MutableTensorView?
  /// The derivative with respect to the layer's own parameters, to be added to.
  public var parameterGradient: MutableTensorView { wholeGradient[memory.ownRange] }
  /// Free for use during this pass.
  public var scratch: MutableTensorView { memory.ownScratch }
  /// The gradient of the step's parameters, including its branches'.
  private let wholeGradient: MutableTensorView
  private let memory: PassMemory

  init(
    _ memory: PassMemory,
    of step: FusedStep,
    input: TensorView,
    output: TensorView,
    outputGradient: MutableTensorView,
    inputGradient: MutableTensorView?,
    parameterGradient: MutableTensorView
  ) {
    self.memory = memory
    (inputShape, outputShape) = (step.inputShape, step.outputShape)
    exampleCount = memory.examples
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    wholeGradient = parameterGradient
  }

  /// The input of one example.
  @inline(__always) public func input(_ index: Int) -> TensorView { input.part(index, of: inputShape.count) }
  /// The output of one example.
  @inline(__always) public func output(_ index: Int) -> TensorView { output.part(index, of: outputShape.count) }
  /// The output's gradient of one example.
  @inline(__always) public func outputGradient(_ index: Int) -> MutableTensorView {
    outputGradient.part(index, of: outputShape.count)
  }
  /// The input's gradient of one example.
  @inline(__always) public func inputGradient(_ index: Int) -> MutableTensorView? {
    inputGradient?.part(index, of: inputShape.count)
  }

  /// The shape of one example after a branch.
  public func outputShape(ofBranch index: Int) -> Shape { memory.branches[index].plan.output }

  /// Runs one of ``Layer/branches`` in reverse and adds to the gradient of its parameters.
  ///
  /// - Parameters:
  ///   - index: the index of the branch.
  ///   - input: the branch's input in the forward pass; nil for the layer's input.
  ///   - output: the branch's output in the forward pass.
  ///   - outputGradient: the derivative with respect to that output; it is overwritten.
  ///   - inputGradient: the derivative with respect to the branch's input, to be written; nil if nobody needs it.
  public func run(
    branch index: Int,
    on input: TensorView? = nil,
    output: TensorView,
    outputGradient: MutableTensorView,
    inputGradient: MutableTensorView?
  ) {
    let (branch, input) = (memory.branches[index], input ?? self.input)
    memory.check(branch, input: input.count, output: output.count)
    memory.check(branch, input: inputGradient?.count ?? input.count, output: outputGradient.count)
    guard !branch.plan.steps.isEmpty else {
      inputGradient?.copy(outputGradient.readOnly)
      return
    }
    branch.plan.backward(
      input: input,
      output: output,
      examples: exampleCount,
      parameters: memory.parameters[branch.parameters],
      packed: memory.packed[branch.packed],
      saved: memory.saved(of: branch),
      outputGradient: outputGradient,
      inputGradient: inputGradient,
      parameterGradient: wholeGradient[branch.parameters],
      scratch: memory.branchScratch
    )
  }
}

/// The memory of one fused step during a pass: the layer's own part, followed by those of its branches.
struct PassMemory {
  let examples: Int
  let branches: [FusedStep.Branch]
  /// The parameters and packed parameters of the step.
  let parameters: TensorView, packed: TensorView
  /// The layer's own range in the parameters.
  let ownRange: Range<Int>
  let ownPacked: TensorView
  let ownSaved: MutableTensorView, ownScratch: MutableTensorView
  /// The scratch memory that branches use, one at a time.
  let branchScratch: MutableTensorView
  private let saved: MutableTensorView

  /// Divides the memory of a step; the parameters are those of the sequence, `saved` is the step's.
  init(
    of step: FusedStep,
    examples: Int,
    parameters: TensorView,
    packed: TensorView,
    saved: MutableTensorView,
    scratch: MutableTensorView
  ) {
    self.examples = examples
    branches = step.branches
    self.parameters = parameters[step.parameterRange]
    self.packed = packed[step.packedRange]
    self.saved = saved
    ownRange = 0..<step.own.parameters
    ownPacked = self.packed[0..<step.own.memory.packed]
    ownSaved = saved[0..<step.own.memory.savedPerExample * examples]
    branchScratch = scratch[0..<step.branchScratch.scratchCount(examples: examples)]
    let ownStart = ExecutionPlan.aligned(branchScratch.count)
    let ownCount = step.own.memory.scratchCount(examples: examples)
    ownScratch = scratch[ownStart..<ownStart + ownCount]
  }

  var ownParameters: TensorView { parameters[ownRange] }

  /// The saved scalars of a branch.
  func saved(of branch: FusedStep.Branch) -> MutableTensorView {
    let start = branch.savedOffset * examples
    return saved[start..<start + branch.plan.savedCount(examples: examples)]
  }

  /// Stops a container layer that hands a branch views of the wrong size.
  func check(_ branch: FusedStep.Branch, input: Int, output: Int) {
    let expected = (branch.plan.input.count * examples, branch.plan.output.count * examples)
    precondition(
      (input, output) == expected,
      "a branch takes \(expected.0) scalars to \(expected.1), not \(input) to \(output)"
    )
  }
}
