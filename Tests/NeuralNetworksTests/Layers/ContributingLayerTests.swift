import NeuralNetworks
import TestSupport
import Testing

/// A layer that squares each of its inputs.
public struct Square: Layer, Equatable {
  /// Creates the layer.
  public init() {}

  /// The Swift code that creates the layer.
  public var description: String { "Square()" }

  /// The shape of the input.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  /// y = x².
  public func forward(_ pass: ForwardPass) {
    for i in 0..<pass.input.count { pass.output[i] = pass.input[i] * pass.input[i] }
  }

  /// dx = 2 x dy.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    for i in 0..<pass.input.count { inputGradient[i] = 2 * pass.input[i] * pass.outputGradient[i] }
  }
}

@Suite struct ContributingLayerTests {
  @Test func theLayerIsTheOneOfTheRecipe() throws {
    #expect(try MarkdownCode("CONTRIBUTING.md").holds("struct Square"))
  }

  @Test func theGradientMatchesFiniteDifferences() throws {
    #expect(try gradientError(Square(), input: Shape(channels: 2, height: 3, width: 5)) < 1e-2)
  }
}
