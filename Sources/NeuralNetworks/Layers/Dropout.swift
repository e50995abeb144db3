/// Dropout: sets random inputs to 0 in training and does nothing in inference.
///
/// An input becomes 0 with probability `rate` and is divided by 1 − rate otherwise (Srivastava et al., J. Mach. Learn.
/// Res. 15, 1929, 2014). The mask is a function of seed, epoch, example and layer, so it does not depend on the order
/// of work or the threads.
public struct Dropout: Layer, Equatable {
  /// The probability that an input becomes 0, in [0, 1).
  public var rate: Float

  /// Creates the layer.
  public init(rate: Float) { self.rate = rate }

  /// The code that creates it.
  public var description: String { "Dropout(rate: \(rate))" }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard rate >= 0, rate < 1 else { throw ShapeError(self, "the rate must lie in [0, 1), not \(rate)") }
    return input
  }

  /// True.
  public var isIdentityInInference: Bool { true }

  /// The mask, of 0 or 1 / (1 − rate).
  public func memory(for input: Shape) -> MemoryRequirements { MemoryRequirements(savedPerExample: input.count) }

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
