/// The mean of each map (Lin, Chen and Yan, ICLR 2014).
public struct GlobalAveragePool2D: Layer, Equatable {
  /// Creates the layer.
  public init() {}

  /// The code that creates it.
  public var description: String { "GlobalAveragePool2D()" }

  /// One feature for each channel.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { Shape(features: input.channels) }

  /// y[c] = Σ x[c] / area.
  public func forward(_ pass: ForwardPass) {
    let area = pass.inputShape.area
    for map in 0..<pass.output.count { pass.output[map] = pass.input.part(map, of: area).sum() / Float(area) }
  }

  /// dx[c] = dy[c] / area.
  public func backward(_ pass: BackwardPass) {
    let area = pass.inputShape.area
    guard let inputGradient = pass.inputGradient else { return }
    for map in 0..<pass.outputGradient.count {
      inputGradient.part(map, of: area).fill(pass.outputGradient[map] / Float(area))
    }
  }
}
