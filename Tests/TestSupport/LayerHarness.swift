import NeuralNetworks
import RandomNumbers

/// One layer or several between inputs and outputs, run as a network runs them.
public struct LayerHarness {
  let plan: ExecutionPlan
  let workspace: Workspace
  let packed: PackedParameters
  /// The number of examples taken at a time.
  public let examples: Int
  /// The shape of one example's input.
  public var inputShape: Shape { plan.input }
  /// The shape of one example's output.
  public var outputShape: Shape { plan.output }
  /// The tensors of the layer.
  public var parameters: [ParameterSpecification] { plan.parameters }
  /// The scalars of the layer.
  public var parameterCount: Int { plan.parameterCount }
  /// The positions of the parameters that learn: all but running statistics.
  public var learning: [Int] { plan.learningGroups.flatMap { Array($0.range) } }

  /// Plans the layer, and allocates memory for some examples.
  public init(_ layer: any Layer, input: Shape, examples: Int) throws {
    try self.init([layer], input: input, examples: examples)
  }

  /// Creates the harness of layers one after the other.
  public init(_ layers: [any Layer], input: Shape, examples: Int) throws {
    plan = try ExecutionPlan(input: input, layers: layers)
    workspace = Workspace(plan: plan, capacity: examples)
    packed = PackedParameters(plan: plan)
    self.examples = examples
  }

  /// The outputs, example after example.
  public func forward(_ x: [Float], parameters: [Float], training: Bool = true) -> [Float] {
    for example in 0..<examples {
      let size = inputShape.count
      workspace.input(example).copy(Array(x[example * size..<(example + 1) * size]))
    }
    parameters.withTensorView {
      packed.update($0)
      workspace.forward(
        examples: examples,
        phase: training ? .training(seeds: Array(0..<examples)) : .inference,
        parameters: $0,
        packed: packed.view
      )
    }
    return (0..<examples).flatMap { workspace.output($0).readOnly.array }
  }

  /// The gradients of Σ y·dy with respect to the input and the parameters.
  public func gradients(
    _ x: [Float],
    parameters: [Float],
    outputGradient dy: [Float]
  )
    -> (input: [Float], parameters: [Float])
  {
    _ = forward(x, parameters: parameters)
    let size = outputShape.count
    for example in 0..<examples {
      workspace.outputGradient(example)
        .copy(Array(dy[example * size..<(example + 1) * size]))
    }
    // Rubbish to begin with: backward must write the input's gradient and add to the parameters'.
    var dx = [Float](repeating: 1e6, count: examples * inputShape.count)
    var gradient = [Float](repeating: 0, count: parameterCount)
    parameters.withTensorView { parameters in
      dx.withMutableTensorView { dx in
        gradient.withMutableTensorView { gradient in
          workspace.backward(
            examples: examples,
            parameters: parameters,
            packed: packed.view,
            gradient: gradient,
            inputGradient: dx
          )
        }
      }
    }
    return (dx, gradient)
  }
}

/// Random numbers for tests.
extension KeyedGenerator {
  /// Numbers from the standard normal distribution.
  public mutating func normals(_ count: Int) -> [Float] { (0..<count).map { _ in normal() } }

  /// Numbers in random order, no two closer than 0.05: where the greatest is clear, and stays so for small steps.
  public mutating func distinct(_ count: Int) -> [Float] {
    (0..<count).map { (Float($0) - Float(count) / 2) * 0.05 + 0.02 }.shuffled(using: &self)
  }
}
