/// A 3×3 convolution fused with the 2×2 maximum pooling that follows: pooling happens in registers, and the map before
/// it is never written.
///
/// Only plans contain it, in place of those layers.
struct PooledConv2D: Layer {
  private let convolution: Conv2D

  /// Creates the layer; nil if the convolution or its activation does not permit it.
  init?(_ convolution: Conv2D, over input: Shape) {
    guard convolution.activation == .relu || convolution.activation == .identity,
      Convolution3x3(convolution, over: input, pools: true) != nil
    else { return nil }
    self.convolution = convolution
  }

  private func kernel(over input: Shape) -> Convolution3x3 {
    guard let kernel = Convolution3x3(convolution, over: input, pools: true) else {
      preconditionFailure("\(self) was planned for another shape than \(input)")
    }
    return kernel
  }

  var description: String { "\(convolution) + MaxPool2D(size: 2)" }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try MaxPool2D(size: 2).outputShape(for: convolution.outputShape(for: input))
  }

  func parameters(for input: Shape) -> [ParameterSpecification] { convolution.parameters(for: input) }

  func memory(for input: Shape) -> MemoryRequirements { kernel(over: input).memory }

  func multiplyAdds(for input: Shape) -> Int { convolution.multiplyAdds(for: input) }

  func prepack(_ parameters: TensorView, for input: Shape, into packed: MutableTensorView, forBackward: Bool) {
    kernel(over: input).prepack(parameters, into: packed, forBackward: forBackward)
  }

  func forward(_ pass: ForwardPass) { kernel(over: pass.inputShape).forward(pass) }

  func backward(_ pass: BackwardPass) { kernel(over: pass.inputShape).backward(pass) }
}
