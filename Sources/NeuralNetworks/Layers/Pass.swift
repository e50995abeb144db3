import RandomNumbers

/// What the pass is for.
public enum Phase: Sendable {
  /// Nothing is saved for backward; dropout does nothing and running statistics are used.
  case inference
  /// Backward follows; `seeds` holds one number per example that keys all that is random for it.
  case training(seeds: [Int])
}

/// All that a layer needs to go forward over a few examples.
///
/// Tensors hold example after example.
public struct ForwardPass {
  /// The shape of one example before and after the layer.
  public let inputShape: Shape, outputShape: Shape
  /// The number of examples.
  public let exampleCount: Int
  /// Training or inference.
  public let phase: Phase
  /// The layer's own part of the parameter vector.
  public let parameters: TensorView
  /// What `Layer.prepare` made of them, then the same of its branches, in order.
  public let prepared: TensorView
  /// The input, example after example.
  public let input: TensorView
  /// The output to write.
  public let output: MutableTensorView
  /// Kept until backward.
  public let saved: MutableTensorView
  /// Free to use within this pass.
  public let scratch: MutableTensorView
  /// The plans of `Layer.branches`, in order.
  public let branches: [ExecutionPlan]
  /// A number that no other layer of the network has.
  public let layerID: Int

  /// True where backward follows.
  public var isTraining: Bool { if case .training = phase { true } else { false } }

  /// The random numbers of this layer for one example, nil in inference.
  public func generator(forExample index: Int) -> KeyedGenerator? {
    guard case .training(let seeds) = phase else { return nil }
    return KeyedGenerator(seeds[index], layerID)
  }

  /// The input of one example.
  @inline(__always)
  public func input(_ index: Int) -> TensorView { input.part(index, of: inputShape.count) }
  /// The output of one example.
  @inline(__always)
  public func output(_ index: Int) -> MutableTensorView {
    output.part(index, of: outputShape.count)
  }
}

/// All that a layer needs to go backward over the examples of the forward pass before.
public struct BackwardPass {
  /// The shape of one example before and after the layer.
  public let inputShape: Shape, outputShape: Shape
  /// The number of examples.
  public let exampleCount: Int
  /// The layer's own part of the parameter vector.
  public let parameters: TensorView
  /// What `Layer.prepare` made of them, then the same of its branches, in order.
  public let prepared: TensorView
  /// What forward read and wrote.
  public let input: TensorView, output: TensorView
  /// What forward saved; backward may use the room further.
  public let saved: MutableTensorView
  /// The derivative of the loss with respect to the output; may be overwritten.
  public let outputGradient: MutableTensorView
  /// The derivative with respect to the input, to be written; nil where nobody wants it.
  public let inputGradient: MutableTensorView?
  /// The derivative with respect to the parameters, to be added to.
  public let parameterGradient: MutableTensorView
  /// Free to use within this pass.
  public let scratch: MutableTensorView
  /// The plans of `Layer.branches`, in order.
  public let branches: [ExecutionPlan]

  /// The input of one example.
  @inline(__always)
  public func input(_ index: Int) -> TensorView { input.part(index, of: inputShape.count) }
  /// The output of one example.
  @inline(__always)
  public func output(_ index: Int) -> TensorView { output.part(index, of: outputShape.count) }
  /// The output's gradient of one example.
  @inline(__always)
  public func outputGradient(_ index: Int) -> MutableTensorView {
    outputGradient.part(index, of: outputShape.count)
  }
  /// The input's gradient of one example.
  @inline(__always)
  public func inputGradient(_ index: Int) -> MutableTensorView? {
    inputGradient?.part(index, of: inputShape.count)
  }
}
