import NeuralNetworks
import ONNXSchema

/// The layers of a network as operations.
///
/// Each tensor of the network becomes a constant of the same values and name, with the network's name in front.
struct LayerNodes {
  private let graph: GraphBuilder
  /// The prefix of the names of constants.
  private let prefix: String

  /// The outputs of a layer.
  struct Output {
    var value: Value
    /// The shape of one example.
    var shape: Shape
    /// True for N × features, false for N × channels × height × width.
    var isFlat: Bool
  }

  init(_ graph: GraphBuilder, prefix: String) { (self.graph, self.prefix) = (graph, prefix) }

  /// Applies a model to its input, N × channels × height × width.
  ///
  /// - Returns: the outputs, and the inputs of the last layer.
  /// - Throws: `ONNXError.unsupportedLayer`.
  func outputs(of model: Model, _ input: Value) throws(ONNXError) -> (last: Output, beforeLast: Output) {
    let steps = model.network.plan.steps
    var current = Output(value: input, shape: model.network.input, isFlat: false)
    var before = current
    for (index, step) in steps.enumerated() {
      before = current
      current = try output(of: step, "layers.\(index)", model.parameters[...], current)
    }
    return (current, before)
  }

  private func outputs(
    of plan: ExecutionPlan,
    _ path: String,
    _ parameters: ArraySlice<Float>,
    _ input: Output
  ) throws(ONNXError) -> Output {
    var current = input
    for (index, step) in plan.steps.enumerated() {
      current = try output(of: step, "\(path).\(index)", parameters, current)
    }
    return current
  }

  /// The output of one layer of a sequence with these parameters.
  private func output(
    of step: ExecutionPlan.Step,
    _ path: String,
    _ sequence: ArraySlice<Float>,
    _ input: Output
  ) throws(ONNXError) -> Output {
    let parameters = sequence.dropFirst(step.parameterRange.lowerBound).prefix(step.parameterRange.count)
    var output: Output
    switch step.layer {
    case let layer as Activation: output = input.with(layer.function.applied(to: input.value))
    case let layer as Conv2D:
      let window = WindowNodes(graph, layer.kernel, layer.stride, layer.padding)
      output = maps(input)
      output.value = layer.activation.applied(to: window.convolution(of: output, constants(step, parameters)))
    case let layer as MaxPool2D:
      output = maps(input)
      output.value = WindowNodes(graph, layer.size, layer.stride, layer.padding).pooled("MaxPool", output)
    case let layer as AveragePool2D:
      output = maps(input)
      output.value = WindowNodes(graph, layer.size, layer.stride, layer.padding).pooled("AveragePool", output)
    case is GlobalAveragePool2D:
      output = Output(value: maps(input).value.mean([2, 3], keep: false), shape: step.outputShape, isFlat: true)
    case let layer as Dense: output = dense(layer, constants(step, parameters), input)
    case let layer as BatchNormalization:
      output = input.with(
        graph.node(
          "BatchNormalization",
          [input.value] + constants(step, parameters),
          [Attribute("epsilon", layer.epsilon)]
        )
      )
    case let layer as GroupNormalization: output = normalized(layer, constants(step, parameters), maps(input))
    case is Dropout: output = input
    case is Flatten: output = flat(input)
    case let layer as Residual:
      let branches = try branches(step, path, parameters, input)
      output = maps(branches[0])
      output.value = layer.activation.applied(to: output.value + maps(branches[1]).value)
    case is Parallel:
      let branches = try branches(step, path, parameters, input).map(flat)
      output = branches[0]
      output.value = output.value.concatenated(with: [branches[1].value], axis: 1)
    default: throw .unsupportedLayer(path: path, layer: "\(step.layer)")
    }
    output.shape = step.outputShape
    return output
  }

  /// The outputs of the branches of a container; those without layers give their input.
  private func branches(
    _ step: ExecutionPlan.Step,
    _ path: String,
    _ parameters: ArraySlice<Float>,
    _ input: Output
  ) throws(ONNXError) -> [Output] {
    // A container's own tensors precede those of its branches.
    var rest = parameters.suffix(step.branches.reduce(0) { $0 + $1.parameterCount })
    var outputs: [Output] = []
    for (branch, plan) in zip(step.layer.branches, step.branches) {
      outputs.append(try self.outputs(of: plan, "\(path).\(branch.name)", rest.prefix(plan.parameterCount), input))
      rest = rest.dropFirst(plan.parameterCount)
    }
    return outputs
  }

  /// The tensors of a layer without branches, in their order.
  private func constants(_ step: ExecutionPlan.Step, _ parameters: ArraySlice<Float>) -> [Value] {
    var rest = parameters
    return step.parameters.map { specification in
      defer { rest = rest.dropFirst(specification.count) }
      return graph.constant(
        Tensor(
          name: prefix + specification.name,
          shape: specification.shape,
          floats: Array(rest.prefix(specification.count))
        )
      )
    }
  }

  private func dense(_ layer: Dense, _ constants: [Value], _ input: Output) -> Output {
    let sums = graph.node("Gemm", [flat(input).value] + constants, [Attribute("transB", 1)])
    return Output(value: layer.activation.applied(to: sums), shape: input.shape, isFlat: true)
  }

  /// γ (x − μ) / √(σ² + ε) + β; the normalisation of instances does that for groups as if they were maps.
  private func normalized(_ layer: GroupNormalization, _ constants: [Value], _ input: Output) -> Output {
    let groups = [Float](repeating: 1, count: layer.groups)
    let normalized = graph.node(
      "InstanceNormalization",
      [
        input.value.reshaped([0, layer.groups, -1]), graph.floats(groups, shape: [layer.groups]),
        graph.floats(groups.map { _ in 0 }, shape: [layer.groups]),
      ],
      [Attribute("epsilon", layer.epsilon)]
    )
    let shape = [-1, input.shape.channels, input.shape.height, input.shape.width]
    let factors = constants.map { $0.reshaped([1, -1, 1, 1]) }
    return input.with(normalized.reshaped(shape) * factors[0] + factors[1])
  }

  private func maps(_ output: Output) -> Output {
    guard output.isFlat else { return output }
    let shape = output.shape
    return Output(
      value: output.value.reshaped([-1, shape.channels, shape.height, shape.width]),
      shape: shape,
      isFlat: false
    )
  }

  /// The same outputs as N × features.
  func flat(_ output: Output) -> Output {
    guard !output.isFlat else { return output }
    return Output(
      value: graph.node("Flatten", [output.value]),
      shape: Shape(features: output.shape.count),
      isFlat: true
    )
  }
}

extension LayerNodes.Output {
  /// The same form with another value.
  fileprivate func with(_ value: Value) -> Self {
    var copy = self
    copy.value = value
    return copy
  }
}

extension ActivationFunction {
  /// The function of each element.
  fileprivate func applied(to value: Value) -> Value {
    switch self {
    case .identity: value
    case .relu: value.unary("Relu")
    case .leakyReLU: value.graph.node("LeakyRelu", [value], [Attribute("alpha", 0.01)])
    case .sigmoid: value.unary("Sigmoid")
    case .tanh: value.unary("Tanh")
    case .softplus: value.unary("Softplus")
    case .silu: value * value.unary("Sigmoid")
    }
  }
}
