/// A layer that applies a scalar function to each of its inputs.
///
/// For use after normalisations and sums; `Conv2D` and `Dense` have an activation of their own.
public struct Activation: Layer, Equatable {
  /// The function.
  public var function: ActivationFunction

  /// Creates the layer.
  public init(_ function: ActivationFunction) { self.function = function }

  /// The code that creates it.
  public var description: String { "Activation(.\(function))" }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  /// The function.
  public var fusibleOperation: FusibleOperation? { .activation(function) }

  /// y = f(x).
  public func forward(_ pass: ForwardPass) {
    pass.output.copy(pass.input)
    function.apply(pass.output)
  }

  /// dx = f′(x) dy.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    inputGradient.copy(pass.outputGradient.readOnly)
    function.multiplyDerivative(into: inputGradient, output: pass.output, input: pass.input)
  }
}
