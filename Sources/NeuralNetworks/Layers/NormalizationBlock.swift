/// Batch normalisation fused with ReLU, 2×2 maximum pooling or both.
///
/// Only plans contain it, in place of those layers.
struct NormalizationBlock: Layer {
  private let normalization: BatchNormalization
  private let appliesReLU: Bool
  private let pools: Bool

  /// Creates the layer; pooling is that of 2×2 squares without overlap.
  init(_ normalization: BatchNormalization, appliesReLU: Bool, pools: Bool) {
    self.normalization = normalization
    self.appliesReLU = appliesReLU
    self.pools = pools
  }

  var description: String {
    "\(normalization)" + (appliesReLU ? " + ReLU" : "") + (pools ? " + MaxPool2D(size: 2)" : "")
  }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let output = try normalization.outputShape(for: input)
    return pools ? try MaxPool2D(size: 2).outputShape(for: output) : output
  }

  func parameters(for input: Shape) -> [ParameterSpecification] { normalization.parameters(for: input) }

  func memory(for input: Shape) -> MemoryRequirements { normalization.memory(for: input, pools: pools) }

  func forward(_ pass: ForwardPass) { normalization.forward(pass, appliesReLU: appliesReLU, pools: pools) }

  func backward(_ pass: BackwardPass) { normalization.backward(pass, appliesReLU: appliesReLU, pools: pools) }
}
