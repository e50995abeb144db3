/// Batch normalisation and what often follows it, ReLU and 2×2 pooling, done at once.
///
/// A plan puts it in the place of the layers; no network or file names it.
struct NormalizationBlock: Layer {
  private let normalization: BatchNormalization
  private let appliesReLU: Bool
  private let pools: Bool

  /// Creates the layer; pooling is that of squares of 2×2, side by side.
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

  func parameters(for input: Shape) -> [ParameterSpecification] {
    normalization.parameters(for: input)
  }

  func memory(for input: Shape) -> MemoryRequirements {
    normalization.memory(for: input, pools: pools)
  }

  func forward(_ pass: ForwardPass) {
    normalization.forward(pass, appliesReLU: appliesReLU, pools: pools)
  }

  func backward(_ pass: BackwardPass) {
    normalization.backward(pass, appliesReLU: appliesReLU, pools: pools)
  }
}
