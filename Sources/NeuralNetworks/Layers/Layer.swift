/// A layer of a network: a description that owns no weights.
///
/// The plan of a network asks a layer once for its shapes, parameters and memory, and then hands it
/// borrowed views of them. A layer of your own is a `struct` that conforms to this protocol:
/// networks that hold it train and predict, but files cannot name it, so that no model or JSON with
/// it can be read back.
public protocol Layer: Codable, Sendable, CustomStringConvertible {
  /// The shape of the output for an input shape; throws where the layer cannot take it.
  func outputShape(for input: Shape) throws(ShapeError) -> Shape
  /// The tensors that the layer owns in the network's parameter vector, in order.
  func parameters(for input: Shape) -> [ParameterSpecification]
  /// The memory that the layer wants beside its input and output.
  func memory(for input: Shape) -> MemoryRequirements
  /// Multiply-adds for one example forward, the measure of cost that tables print.
  func multiplyAdds(for input: Shape) -> Int
  /// Sequences of layers inside this one, by name; their plans come with each pass.
  var branches: [(name: String, layers: [any Layer])] { get }

  /// Works out what many passes need of the parameters, `MemoryRequirements.prepared` floats of its own.
  ///
  /// Called whenever the parameters have changed, and before the first pass.
  func prepare(_ parameters: TensorView, for input: Shape, into prepared: MutableTensorView)
  /// Writes the output.
  func forward(_ pass: ForwardPass)
  /// Adds to the parameters' gradient and writes the input's; may overwrite the output's gradient.
  func backward(_ pass: BackwardPass)
}

extension Layer {
  /// No parameters.
  public func parameters(for input: Shape) -> [ParameterSpecification] { [] }
  /// No memory.
  public func memory(for input: Shape) -> MemoryRequirements { MemoryRequirements() }
  /// Nothing worth counting.
  public func multiplyAdds(for input: Shape) -> Int { 0 }
  /// Nothing to prepare.
  public func prepare(
    _ parameters: TensorView,
    for input: Shape,
    into prepared: MutableTensorView
  ) {}
  /// No layers inside.
  public var branches: [(name: String, layers: [any Layer])] { [] }
}

/// One named tensor that a layer owns in the network's parameter vector.
public struct ParameterSpecification: Sendable, Equatable {
  /// What training does with a tensor.
  public enum Role: Sendable, Equatable {
    /// Learns, and decays where weight decay is on.
    case weight
    /// Learns, and never decays: biases, and scales of normalisations.
    case bias
    /// A running mean over batches: running ← (1 − momentum) · running + momentum · batch.
    ///
    /// In its place in the gradient, backward puts the statistic of its examples times their
    /// number.
    case statistic(momentum: Float)
  }

  /// The name within the layer: `weight`, `bias`, ….
  public var name: String
  /// The extents, outermost first.
  public var shape: [Int]
  /// How the values begin.
  public var initializer: Initializer
  /// What training does with it.
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

/// Floats that a layer wants beside its input and output.
public struct MemoryRequirements: Sendable, Equatable {
  /// Written by forward in training and read by backward, for each example.
  public var savedPerExample: Int
  /// Used within one pass of one layer, for each example.
  public var scratchPerExample: Int
  /// Used within one pass of one layer, however many examples.
  public var scratch: Int
  /// Written when the parameters have changed, and read by all passes.
  public var prepared: Int

  /// Creates a need.
  public init(
    savedPerExample: Int = 0,
    scratchPerExample: Int = 0,
    scratch: Int = 0,
    prepared: Int = 0
  ) {
    self.savedPerExample = savedPerExample
    self.scratchPerExample = scratchPerExample
    self.scratch = scratch
    self.prepared = prepared
  }

  /// The scratch floats of a pass over `exampleCount` examples.
  public func scratchCount(examples exampleCount: Int) -> Int {
    scratch + scratchPerExample * exampleCount
  }
}
