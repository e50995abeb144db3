/// Two ways from the same input, their outputs side by side: y = (first(x), second(x)).
///
/// For networks of several tasks over a shared trunk, each with outputs and a loss of its own (R. Caruana, Machine
/// Learning 28, 41, 1997). As the last layer of a network its parameters are the last of the vector, those of `second`
/// behind those of `first`, so that a task that was needed in training alone is left out as easily as a tail is cut.
public struct Parallel: Layer {
  /// The layers whose outputs come first.
  public var first: [any Layer]
  /// The layers whose outputs come behind them.
  public var second: [any Layer]

  /// Creates the layer.
  public init(
    @LayerBuilder first: () -> [any Layer],
    @LayerBuilder second: () -> [any Layer]
  ) {
    self.init(first: first(), second: second())
  }

  /// Creates the layer from lists.
  public init(first: [any Layer], second: [any Layer]) {
    (self.first, self.second) = (first, second)
  }

  /// The code that builds it, in one line.
  public var description: String {
    func list(_ layers: [any Layer]) -> String {
      layers.map { "\($0)" }.joined(separator: "; ")
    }
    return "Parallel { \(list(first)) } second: { \(list(second)) }"
  }

  /// `first` and `second`.
  public var branches: [(name: String, layers: [any Layer])] {
    [("first", first), ("second", second)]
  }

  /// All scalars of the first output, then all of the second: features without height and width.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    Shape(
      features: try count(of: first, "first", for: input) + count(of: second, "second", for: input)
    )
  }

  private func count(
    of layers: [any Layer],
    _ branch: String,
    for input: Shape
  ) throws(ShapeError) -> Int {
    guard !layers.isEmpty else { throw ShapeError(self, "the way \"\(branch)\" has no layers") }
    return try layers.outputShape(for: input, branch: branch).count
  }

  /// What each way gave, which its last layer reads again in backward; the gradients of both, and what the second
  /// gives back to the input.
  public func memory(for input: Shape) -> MemoryRequirements {
    let output = (try? outputShape(for: input).count) ?? 0
    return MemoryRequirements(savedPerExample: output, scratchPerExample: output + input.count)
  }

  /// Views of what a pass works on, in the order of the ways.
  private func ways(_ pass: ForwardPass) -> [Way] {
    Way.all(
      pass.branches,
      examples: pass.exampleCount,
      outputs: pass.outputShape.count,
      saved: pass.saved
    )
  }

  /// Runs both ways and writes their outputs side by side, example by example.
  public func forward(_ pass: ForwardPass) {
    for way in ways(pass) {
      way.plan.forward(
        pass.input,
        into: way.output,
        examples: pass.exampleCount,
        phase: pass.phase,
        parameters: pass.parameters[way.parameters],
        prepared: pass.prepared[way.prepared],
        saved: way.saved,
        scratch: pass.scratch
      )
      let count = way.plan.output.count
      for example in 0..<pass.exampleCount {
        pass.output(example)[way.outputs].copy(way.output.readOnly.part(example, of: count))
      }
    }
  }

  /// Each way gets its part of the gradient; what they give back to the input adds up.
  public func backward(_ pass: BackwardPass) {
    let outputs = pass.outputShape.count
    let gradients = pass.scratch[0..<outputs * pass.exampleCount]
    let inputEnd = gradients.count + pass.input.count
    let room = pass.scratch[gradients.count..<inputEnd]
    let ways = Way.all(
      pass.branches,
      examples: pass.exampleCount,
      outputs: outputs,
      saved: pass.saved
    )
    for (number, way) in ways.enumerated() {
      let count = way.plan.output.count
      let start = way.outputs.lowerBound * pass.exampleCount
      let gradient = gradients[start..<start + count * pass.exampleCount]
      for example in 0..<pass.exampleCount {
        gradient.part(example, of: count)
          .copy(pass.outputGradient(example).readOnly[way.outputs])
      }
      way.plan.backward(
        input: pass.input,
        output: way.output.readOnly,
        examples: pass.exampleCount,
        parameters: pass.parameters[way.parameters],
        prepared: pass.prepared[way.prepared],
        saved: way.saved,
        outputGradient: gradient,
        inputGradient: number == 0 || pass.inputGradient == nil ? pass.inputGradient : room,
        parameterGradient: pass.parameterGradient[way.parameters],
        scratch: pass.scratch[inputEnd..<pass.scratch.count]
      )
    }
    pass.inputGradient?.add(room.readOnly)
  }

  /// One of the two ways, and where its things lie.
  private struct Way {
    let plan: ExecutionPlan
    /// Its part of an example's output.
    let outputs: Range<Int>
    let parameters: Range<Int>
    let prepared: Range<Int>
    /// What its last layer wrote, example after example.
    let output: MutableTensorView
    let saved: MutableTensorView

    static func all(
      _ plans: [ExecutionPlan],
      examples: Int,
      outputs: Int,
      saved: MutableTensorView
    ) -> [Way] {
      var (output, parameter, prepared) = (0, 0, 0)
      var savedStart = outputs * examples
      return plans.map { plan in
        let savedEnd = savedStart + plan.savedCount(examples: examples)
        defer {
          output += plan.output.count
          parameter += plan.parameterCount
          prepared += plan.memory.prepared
          savedStart = savedEnd
        }
        return Way(
          plan: plan,
          outputs: output..<output + plan.output.count,
          parameters: parameter..<parameter + plan.parameterCount,
          prepared: prepared..<prepared + plan.memory.prepared,
          output: saved[output * examples..<(output + plan.output.count) * examples],
          saved: saved[savedStart..<savedEnd]
        )
      }
    }
  }
}
