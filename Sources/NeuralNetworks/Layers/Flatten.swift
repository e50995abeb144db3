/// Turns maps into one vector: channels × height × width becomes features × 1 × 1.
///
/// `Dense` accepts maps without it.
public struct Flatten: Layer, Equatable {
  /// Creates the layer.
  public init() {}

  /// The code that creates it.
  public var description: String { "Flatten()" }

  /// One feature for each scalar of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { Shape(features: input.count) }

  /// y = x.
  public func forward(_ pass: ForwardPass) { pass.output.copy(pass.input) }

  /// dx = dy.
  public func backward(_ pass: BackwardPass) { pass.inputGradient?.copy(pass.outputGradient.readOnly) }
}
