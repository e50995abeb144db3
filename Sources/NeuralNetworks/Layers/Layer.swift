/// A layer of a network: a description that owns no weights.
///
/// The plan of a network asks a layer once for its shapes, parameters and memory, and hands it borrowed views of them
/// with each pass. A custom layer is a `struct` that conforms to this protocol; the requirements with a default are
/// optional. After ``LayerCatalog/register(_:)`` files can name it.
public protocol Layer: Codable, Sendable, CustomStringConvertible {
  /// The name of the layer's type in files; by default the name of the Swift type.
  static var typeName: String { get }

  /// The shape of the output for an input shape.
  ///
  /// - Throws: `ShapeError` if the layer does not accept the input.
  func outputShape(for input: Shape) throws(ShapeError) -> Shape
  /// The tensors that the layer owns in the network's parameter vector, in order.
  func parameters(for input: Shape) -> [ParameterSpecification]
  /// The memory that the layer needs besides its input and output.
  func memory(for input: Shape) -> MemoryRequirements
  /// Multiply-adds of one example in the forward pass, the cost that tables print.
  func multiplyAdds(for input: Shape) -> Int

  /// Prepacks the parameters for many passes, into `MemoryRequirements.packed` floats.
  ///
  /// Called before the first pass and after each change of the parameters. The floats are 0 at first.
  ///
  /// - Parameters:
  ///   - parameters: the layer's parameters.
  ///   - input: the shape of its input.
  ///   - packed: the packed parameters.
  ///   - forBackward: false if only forward passes follow, so that those of backward passes need not be written.
  func prepack(_ parameters: TensorView, for input: Shape, into packed: MutableTensorView, forBackward: Bool)
  /// Writes the output.
  func forward(_ pass: ForwardPass)
  /// Adds to the parameters' gradient and writes the input's; may overwrite the output's gradient.
  func backward(_ pass: BackwardPass)

  // MARK: Containers

  /// The branches of a container layer: named sequences of layers that take its input shape.
  ///
  /// The layer runs them with `run(branch:)` of its passes.
  var branches: [(name: String, layers: [any Layer])] { get }
  /// The same container with other branches, in the order of ``branches``.
  ///
  /// - Returns: nil, the default, if the branches cannot be replaced; normalisations in them are then not folded.
  func replacingBranches(with branches: [[any Layer]]) -> (any Layer)?

  // MARK: Fusion and folding

  /// The operation that the previous layer may take over; nil, the default, if there is none.
  ///
  /// A layer with parameters is never fused.
  var fusibleOperation: FusibleOperation? { get }
  /// A layer that computes this one and the first `count` of the following operations at once.
  ///
  /// - Returns: nil, the default, if nothing can be fused. The fused layer has the parameters of this one.
  func fused(with following: [FusibleOperation], for input: Shape) -> (layer: any Layer, count: Int)?

  /// True for linear layers and normalisations, which an activation usually follows; false by default.
  ///
  /// ``GradCAM`` does not read their outputs.
  var isLinear: Bool { get }
  /// True if the layer copies its input in inference, as dropout does; false by default.
  var isIdentityInInference: Bool { get }
  /// True if an increasing function of each channel may be applied before the layer instead of after it, as with a
  /// maximum; false by default.
  var commutesWithIncreasingFunctions: Bool { get }
  /// The affine function of each channel that the layer computes in inference; nil, the default, if it is another
  /// function.
  func channelTransform(_ parameters: [Float], for input: Shape) -> ChannelTransform?
  /// The layer and its parameters with a function of each output channel made part of it.
  ///
  /// - Returns: nil, the default, if that is impossible.
  func absorbing(
    _ transform: ChannelTransform,
    into parameters: [Float],
    for input: Shape
  ) -> (layer: any Layer, parameters: [Float])?
}

extension Layer {
  /// The name of the Swift type.
  public static var typeName: String { String(describing: Self.self) }
  /// No parameters.
  public func parameters(for input: Shape) -> [ParameterSpecification] { [] }
  /// No memory.
  public func memory(for input: Shape) -> MemoryRequirements { MemoryRequirements() }
  /// No multiply-adds.
  public func multiplyAdds(for input: Shape) -> Int { 0 }
  /// No packed parameters.
  public func prepack(
    _ parameters: TensorView,
    for input: Shape,
    into packed: MutableTensorView,
    forBackward: Bool
  ) {}
  /// No branches.
  public var branches: [(name: String, layers: [any Layer])] { [] }
  /// Impossible.
  public func replacingBranches(with branches: [[any Layer]]) -> (any Layer)? { nil }
  /// None.
  public var fusibleOperation: FusibleOperation? { nil }
  /// Nothing is fused.
  public func fused(with following: [FusibleOperation], for input: Shape) -> (layer: any Layer, count: Int)? { nil }
  /// Not linear.
  public var isLinear: Bool { false }
  /// Not the identity.
  public var isIdentityInInference: Bool { false }
  /// Does not commute.
  public var commutesWithIncreasingFunctions: Bool { false }
  /// Another function.
  public func channelTransform(_ parameters: [Float], for input: Shape) -> ChannelTransform? { nil }
  /// Impossible.
  public func absorbing(
    _ transform: ChannelTransform,
    into parameters: [Float],
    for input: Shape
  ) -> (layer: any Layer, parameters: [Float])? { nil }
}

extension [any Layer] {
  /// The output shape of a branch.
  ///
  /// - Parameters:
  ///   - input: the shape of the input.
  ///   - branch: the name of the branch, for errors.
  /// - Returns: the shape after the last layer; the input shape if there are no layers.
  /// - Throws: `ShapeError` that names the layer that does not accept its input.
  public func outputShape(for input: Shape, branch: String) throws(ShapeError) -> Shape {
    var shape = input
    for (index, layer) in enumerated() {
      do { shape = try layer.outputShape(for: shape) } catch { throw error.inside("\(branch).\(index)") }
    }
    return shape
  }
}

/// One named tensor that a layer owns in the network's parameter vector.
public struct ParameterSpecification: Sendable, Equatable {
  /// The treatment of a tensor in training.
  public enum Role: Sendable, Equatable {
    /// Learns, and decays under weight decay.
    case weight
    /// Learns and never decays: biases, and scales of normalisations.
    case bias
    /// A running mean over batches: running ← (1 − momentum) · running + momentum · batch.
    ///
    /// Backward writes the examples' statistic times their number into its gradient.
    case statistic(momentum: Float)
  }

  /// The name within the layer: `weight`, `bias`, ….
  public var name: String
  /// The extents, outermost first.
  public var shape: [Int]
  /// The initial values.
  public var initializer: Initializer
  /// The treatment in training.
  public var role: Role

  /// Creates a specification.
  public init(name: String, shape: [Int], initializer: Initializer, role: Role) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.role = role
  }

  /// The number of scalars.
  public var count: Int { shape.reduce(1, *) }
}

/// The floats that a layer needs besides its input and output.
public struct MemoryRequirements: Sendable, Equatable {
  /// Written by forward in training and read by backward, for each example.
  public var savedPerExample: Int
  /// Used within one pass of one layer, for each example.
  public var scratchPerExample: Int
  /// Used within one pass of one layer, for any number of examples.
  public var scratch: Int
  /// Prepacked after each change of the parameters and read by all passes.
  public var packed: Int

  /// Creates requirements.
  public init(savedPerExample: Int = 0, scratchPerExample: Int = 0, scratch: Int = 0, packed: Int = 0) {
    self.savedPerExample = savedPerExample
    self.scratchPerExample = scratchPerExample
    self.scratch = scratch
    self.packed = packed
  }

  /// The scratch floats of a pass over `exampleCount` examples.
  public func scratchCount(examples exampleCount: Int) -> Int { scratch + scratchPerExample * exampleCount }
}
