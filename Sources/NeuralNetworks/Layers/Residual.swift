/// Layers with a way around them: y = f(body(x) + shortcut(x)).
///
/// After He et al., CVPR 2016. The shortcut is x itself where no layers are given; they are needed
/// where the body changes the shape.
public struct Residual: Layer {
  /// The layers that learn the difference.
  public var body: [any Layer]
  /// The layers of the way around; empty for x itself.
  public var shortcut: [any Layer]
  /// f, applied to the sum.
  public var activation: ActivationFunction

  /// Creates the layer.
  public init(
    activation: ActivationFunction = .identity,
    @LayerBuilder body: () -> [any Layer],
    @LayerBuilder shortcut: () -> [any Layer] = { [] }
  ) {
    self.init(body: body(), shortcut: shortcut(), activation: activation)
  }

  /// Creates the layer from lists.
  public init(body: [any Layer], shortcut: [any Layer], activation: ActivationFunction) {
    self.body = body
    self.shortcut = shortcut
    self.activation = activation
  }

  /// The code that builds it, in one line.
  public var description: String {
    func list(_ layers: [any Layer]) -> String {
      layers.map { "\($0)" }.joined(separator: "; ")
    }
    return "Residual" + (activation == .identity ? "" : "(activation: .\(activation))")
      + " { \(list(body)) }" + (shortcut.isEmpty ? "" : " shortcut: { \(list(shortcut)) }")
  }

  /// `body`, and `shortcut`.
  public var branches: [(name: String, layers: [any Layer])] {
    [("body", body), ("shortcut", shortcut)]
  }

  /// The shape that both ways give.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !body.isEmpty else { throw ShapeError(self, "the body has no layers") }
    let output = try body.outputShape(for: input, branch: "body")
    let around = try shortcut.outputShape(for: input, branch: "shortcut")
    guard around == output else {
      throw ShapeError(
        self,
        "the body gives \(output) but the shortcut \(around), for an input of \(input); "
          + "add a 1×1 Conv2D with the body's filters and stride as shortcut"
      )
    }
    return output
  }

  /// What each way gave, which its last layer reads again in backward; the sum before the
  /// activation, where its derivative needs it.
  public func memory(for input: Shape) -> MemoryRequirements {
    let output = (try? outputShape(for: input).count) ?? 0
    return MemoryRequirements(
      savedPerExample: output * (1 + (shortcut.isEmpty ? 0 : 1) + (activation.needsInput ? 1 : 0)),
      scratchPerExample: output + (shortcut.isEmpty ? 0 : input.count)
    )
  }

  /// The parts of what is saved: each way's output, the sum, and what the layers of each way save.
  private func parts(
    of saved: MutableTensorView,
    outputCount: Int,
    bodyCount: Int
  ) -> (
    body: MutableTensorView, around: MutableTensorView, sum: MutableTensorView,
    inBody: MutableTensorView, inShortcut: MutableTensorView
  ) {
    let aroundEnd = outputCount + (shortcut.isEmpty ? 0 : outputCount)
    let sumEnd = aroundEnd + (activation.needsInput ? outputCount : 0)
    return (
      saved[0..<outputCount], saved[outputCount..<aroundEnd], saved[aroundEnd..<sumEnd],
      saved[sumEnd..<sumEnd + bodyCount], saved[sumEnd + bodyCount..<saved.count]
    )
  }

  /// y = f(body(x) + shortcut(x)).
  public func forward(_ pass: ForwardPass) {
    let (bodyPlan, shortcutPlan) = (pass.branches[0], pass.branches[1])
    let saved = parts(
      of: pass.saved,
      outputCount: pass.output.count,
      bodyCount: bodyPlan.savedCount(examples: pass.exampleCount)
    )
    bodyPlan.forward(
      pass.input,
      into: saved.body,
      examples: pass.exampleCount,
      phase: pass.phase,
      parameters: pass.parameters[0..<bodyPlan.parameterCount],
      prepared: pass.prepared[0..<bodyPlan.memory.prepared],
      saved: saved.inBody,
      scratch: pass.scratch
    )
    if !shortcut.isEmpty {
      shortcutPlan.forward(
        pass.input,
        into: saved.around,
        examples: pass.exampleCount,
        phase: pass.phase,
        parameters: pass.parameters[bodyPlan.parameterCount..<pass.parameters.count],
        prepared: pass.prepared[bodyPlan.memory.prepared..<pass.prepared.count],
        saved: saved.inShortcut,
        scratch: pass.scratch
      )
    }
    Kernels.combine(
      saved.body.readOnly,
      1,
      shortcut.isEmpty ? pass.input : saved.around.readOnly,
      1,
      0,
      appliesReLU: activation == .relu,
      into: pass.output
    )
    if activation.needsInput { saved.sum.copy(pass.output.readOnly) }
    if activation != .relu { activation.apply(pass.output) }
  }

  /// Both ways get f′ dy; their gradients with respect to x add up.
  public func backward(_ pass: BackwardPass) {
    let (bodyPlan, shortcutPlan) = (pass.branches[0], pass.branches[1])
    let saved = parts(
      of: pass.saved,
      outputCount: pass.output.count,
      bodyCount: bodyPlan.savedCount(examples: pass.exampleCount)
    )
    activation.multiplyDerivative(
      into: pass.outputGradient,
      output: pass.output,
      input: saved.sum.readOnly
    )
    // The body may overwrite its gradient, and the shortcut needs the same one.
    let around = pass.scratch[0..<pass.output.count]
    around.copy(pass.outputGradient.readOnly)
    let aroundInputEnd = pass.output.count + (shortcut.isEmpty ? 0 : pass.input.count)
    let aroundInput = pass.scratch[pass.output.count..<aroundInputEnd]
    let scratch = pass.scratch[aroundInputEnd..<pass.scratch.count]
    bodyPlan.backward(
      input: pass.input,
      output: saved.body.readOnly,
      examples: pass.exampleCount,
      parameters: pass.parameters[0..<bodyPlan.parameterCount],
      prepared: pass.prepared[0..<bodyPlan.memory.prepared],
      saved: saved.inBody,
      outputGradient: pass.outputGradient,
      inputGradient: pass.inputGradient,
      parameterGradient: pass.parameterGradient[0..<bodyPlan.parameterCount],
      scratch: scratch
    )
    if shortcut.isEmpty {
      pass.inputGradient?.add(around.readOnly)
      return
    }
    shortcutPlan.backward(
      input: pass.input,
      output: saved.around.readOnly,
      examples: pass.exampleCount,
      parameters: pass.parameters[bodyPlan.parameterCount..<pass.parameters.count],
      prepared: pass.prepared[bodyPlan.memory.prepared..<pass.prepared.count],
      saved: saved.inShortcut,
      outputGradient: around,
      inputGradient: pass.inputGradient == nil ? nil : aroundInput,
      parameterGradient: pass.parameterGradient[
        bodyPlan.parameterCount..<pass.parameterGradient.count
      ],
      scratch: scratch
    )
    pass.inputGradient?.add(aroundInput.readOnly)
  }
}
