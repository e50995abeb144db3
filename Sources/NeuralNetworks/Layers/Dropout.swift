/// A layer that in training drops inputs at random, and in inference does nothing.
///
/// Each input is set to zero with probability `rate`, and the others are scaled by 1 / (1 − rate)
/// (Srivastava et al., J. Mach. Learn. Res. 15, 1929, 2014). Which inputs fall is keyed by seed,
/// epoch, example and layer: order and threads do not matter.
public struct Dropout: Layer, Equatable {
  /// The probability that an input falls, in [0, 1).
  public var rate: Float

  /// Creates the layer.
  public init(rate: Float) { self.rate = rate }

  /// The code that builds it.
  public var description: String { "Dropout(rate: \(rate))" }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard rate >= 0, rate < 1 else { throw ShapeError(self, "the rate must lie in 0..<1") }
    return input
  }

  /// True.
  public var isIdentityInInference: Bool { true }

  /// The mask, of 0 or 1 / (1 − rate).
  public func memory(for input: Shape) -> MemoryRequirements {
    MemoryRequirements(savedPerExample: input.count)
  }

  /// y = mask · x.
  public func forward(_ pass: ForwardPass) {
    guard pass.isTraining else { return pass.output.copy(pass.input) }
    let kept = 1 / (1 - rate)
    for example in 0..<pass.exampleCount {
      guard var generator = pass.generator(forExample: example) else { continue }
      let mask = pass.saved.part(example, of: pass.inputShape.count)
      let (x, y) = (pass.input(example), pass.output(example))
      for i in 0..<mask.count {
        mask[i] = generator.chance(rate) ? 0 : kept
        y[i] = x[i] * mask[i]
      }
    }
  }

  /// dx = mask · dy.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    for i in 0..<inputGradient.count { inputGradient[i] = pass.saved[i] * pass.outputGradient[i] }
  }
}
