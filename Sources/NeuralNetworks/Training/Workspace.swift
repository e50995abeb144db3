/// The memory of one worker for passes over a few examples, allocated once.
package final class Workspace: Sendable {
  private let plan: ExecutionPlan
  /// The maximum number of examples in a pass.
  package let capacity: Int
  private let inputs: Arena
  private let outputs: Arena
  private let outputGradients: Arena
  private let saved: Arena
  private let scratch: Arena

  package init(plan: ExecutionPlan, capacity: Int) {
    self.plan = plan
    self.capacity = capacity
    inputs = Arena(count: capacity * plan.input.count)
    outputs = Arena(count: capacity * plan.output.count)
    outputGradients = Arena(count: capacity * plan.output.count)
    saved = Arena(count: plan.savedCount(examples: capacity))
    scratch = Arena(count: plan.memory.scratchCount(examples: capacity))
  }

  /// The floats of a workspace.
  static func count(plan: ExecutionPlan, capacity: Int) -> Int {
    capacity * (plan.input.count + 2 * plan.output.count) + plan.savedCount(examples: capacity)
      + plan.memory.scratchCount(examples: capacity)
  }

  /// The memory for the input of one example.
  package func input(_ example: Int) -> MutableTensorView { inputs.view.part(example, of: plan.input.count) }
  /// The output of one example.
  package func output(_ example: Int) -> MutableTensorView { outputs.view.part(example, of: plan.output.count) }
  /// The memory for the derivative of the loss with respect to the output of one example.
  package func outputGradient(_ example: Int) -> MutableTensorView {
    outputGradients.view.part(example, of: plan.output.count)
  }

  /// Computes the outputs of the first `examples` inputs.
  package func forward(examples: Int, phase: Phase, parameters: TensorView, packed: TensorView) {
    plan.forward(
      inputs.view[0..<examples * plan.input.count].readOnly,
      into: outputs.view[0..<examples * plan.output.count],
      examples: examples,
      phase: phase,
      parameters: parameters,
      packed: packed,
      saved: saved.view[0..<plan.savedCount(examples: examples)],
      scratch: scratch.view
    )
  }

  /// Adds to the parameters' gradient, from the outputs' gradients; follows a `forward` in training.
  package func backward(
    examples: Int,
    parameters: TensorView,
    packed: TensorView,
    gradient: MutableTensorView,
    inputGradient: MutableTensorView? = nil
  ) {
    plan.backward(
      input: inputs.view[0..<examples * plan.input.count].readOnly,
      output: outputs.view[0..<examples * plan.output.count].readOnly,
      examples: examples,
      parameters: parameters,
      packed: packed,
      saved: saved.view[0..<plan.savedCount(examples: examples)],
      outputGradient: outputGradients.view[0..<examples * plan.output.count],
      inputGradient: inputGradient,
      parameterGradient: gradient,
      scratch: scratch.view
    )
  }
}
