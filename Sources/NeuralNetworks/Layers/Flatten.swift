/// A layer that turns maps into one vector: channels × height × width becomes features × 1 × 1.
///
/// `Dense` takes maps as they are, so that this is needed only where the shape itself matters.
public struct Flatten: Layer, Equatable {
  /// Creates the layer.
  public init() {}

  /// The code that builds it.
  public var description: String { "Flatten()" }

  /// As many features as the input has scalars.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    Shape(features: input.count)
  }

  /// y = x.
  public func forward(_ pass: ForwardPass) { pass.output.copy(pass.input) }

  /// dx = dy.
  public func backward(_ pass: BackwardPass) {
    pass.inputGradient?.copy(pass.outputGradient.readOnly)
  }
}
