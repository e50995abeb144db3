/// A residual block: y = f(body(x) + shortcut(x)).
///
/// After He et al., CVPR 2016. A shortcut without layers is x itself; it needs layers if the body changes the shape.
public struct Residual: Layer {
  /// The layers of the residual function.
  public var body: [any Layer]
  /// The layers of the shortcut; empty for x itself.
  public var shortcut: [any Layer]
  /// f, applied to the sum.
  public var activation: ActivationFunction

  /// Creates the layer.
  public init(
    activation: ActivationFunction = .identity,
    @LayerBuilder body: () -> [any Layer],
    @LayerBuilder shortcut: () -> [any Layer] = { [] }
  ) { self.init(body: body(), shortcut: shortcut(), activation: activation) }

  /// Creates the layer from lists.
  public init(body: [any Layer], shortcut: [any Layer], activation: ActivationFunction) {
    self.body = body
    self.shortcut = shortcut
    self.activation = activation
  }

  /// The code that creates it, in one line.
  public var description: String {
    func list(_ layers: [any Layer]) -> String { layers.map { "\($0)" }.joined(separator: "; ") }
    return "Residual" + (activation == .identity ? "" : "(activation: .\(activation))") + " { \(list(body)) }"
      + (shortcut.isEmpty ? "" : " shortcut: { \(list(shortcut)) }")
  }

  /// `body` and `shortcut`.
  public var branches: [(name: String, layers: [any Layer])] { [("body", body), ("shortcut", shortcut)] }

  /// The output shape of both branches.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard !body.isEmpty else { throw ShapeError(self, "the body has no layers") }
    let output = try body.outputShape(for: input, branch: "body")
    let other = try shortcut.outputShape(for: input, branch: "shortcut")
    guard other == output else {
      throw ShapeError(
        self,
        "the body gives \(output) but the shortcut \(other), for an input of \(input); "
          + "add a 1×1 Conv2D with the body's filters and stride as shortcut"
      )
    }
    return output
  }

  /// A layer with the same activation.
  public func replacingBranches(with branches: [[any Layer]]) -> (any Layer)? {
    Residual(body: branches[0], shortcut: branches[1], activation: activation)
  }

  /// The outputs of both branches, and the sum if the activation's derivative needs it.
  public func memory(for input: Shape) -> MemoryRequirements {
    let output = (try? outputShape(for: input).count) ?? 0
    return MemoryRequirements(
      savedPerExample: output * (1 + (shortcut.isEmpty ? 0 : 1) + (activation.needsInput ? 1 : 0)),
      scratchPerExample: output + (shortcut.isEmpty ? 0 : input.count)
    )
  }

  /// The parts of the saved scalars: the output of each branch, and the sum.
  private func parts(
    of saved: MutableTensorView,
    outputCount: Int
  ) -> (body: MutableTensorView, shortcut: MutableTensorView, sum: MutableTensorView) {
    let shortcutEnd = outputCount + (shortcut.isEmpty ? 0 : outputCount)
    return (saved[0..<outputCount], saved[outputCount..<shortcutEnd], saved[shortcutEnd..<saved.count])
  }

  /// y = f(body(x) + shortcut(x)).
  public func forward(_ pass: ForwardPass) {
    let saved = parts(of: pass.saved, outputCount: pass.output.count)
    pass.run(branch: 0, into: saved.body)
    if !shortcut.isEmpty { pass.run(branch: 1, into: saved.shortcut) }
    Kernels.combine(
      saved.body.readOnly,
      1,
      shortcut.isEmpty ? pass.input : saved.shortcut.readOnly,
      1,
      0,
      appliesReLU: activation == .relu,
      into: pass.output
    )
    if activation.needsInput { saved.sum.copy(pass.output.readOnly) }
    if activation != .relu { activation.apply(pass.output) }
  }

  /// Both branches get f′ dy; their gradients with respect to x add up.
  public func backward(_ pass: BackwardPass) {
    let saved = parts(of: pass.saved, outputCount: pass.output.count)
    activation.multiplyDerivative(into: pass.outputGradient, output: pass.output, input: saved.sum.readOnly)
    // The body may overwrite its gradient, and the shortcut needs the same one.
    let gradient = pass.scratch[0..<pass.output.count]
    gradient.copy(pass.outputGradient.readOnly)
    pass.run(
      branch: 0,
      output: saved.body.readOnly,
      outputGradient: pass.outputGradient,
      inputGradient: pass.inputGradient
    )
    if shortcut.isEmpty {
      pass.inputGradient?.add(gradient.readOnly)
      return
    }
    let inputGradient = pass.inputGradient.map { pass.scratch[gradient.count..<gradient.count + $0.count] }
    pass.run(branch: 1, output: saved.shortcut.readOnly, outputGradient: gradient, inputGradient: inputGradient)
    if let inputGradient { pass.inputGradient?.add(inputGradient.readOnly) }
  }
}
