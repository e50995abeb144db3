import Files

/// The architecture: an input shape and a list of layers, without weights.
///
/// ```swift
/// let network = try Network(input: Shape(channels: 1, height: 128, width: 128)) {
///   for filters in [16, 32, 64, 128] {
///     Conv2D(filters: filters, kernel: 3, activation: .relu)
///     MaxPool2D(size: 2)
///   }
///   Dense(units: 14)
/// }
/// ```
///
/// The initializer checks all shapes. A network prints as a table of layers and is stored as JSON.
public struct Network: Sendable {
  /// The shape of one example.
  public let input: Shape
  /// The layers, first to last.
  public let layers: [any Layer]
  /// The memory layout of parameters and activations.
  public let plan: ExecutionPlan

  /// Creates a network.
  ///
  /// - Throws: `ShapeError` if a layer does not accept the output shape of the previous one.
  public init(input: Shape, @LayerBuilder layers: () -> [any Layer]) throws(ShapeError) {
    try self.init(input: input, layers: layers())
  }

  /// Creates a network from a list.
  ///
  /// - Throws: `ShapeError` if a layer does not accept the output shape of the previous one.
  public init(input: Shape, layers: [any Layer]) throws(ShapeError) {
    self.input = input
    self.layers = layers
    plan = try ExecutionPlan(input: input, layers: layers)
  }

  /// The shape of one example's output.
  public var output: Shape { plan.output }
  /// The number of scalars in the parameter vector.
  public var parameterCount: Int { plan.parameterCount }
}

extension Network: Codable {
  /// Reads `{"input": [c, h, w], "layers": [{"type": …}, …]}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    let keys = ["input", "layers"]
    try container.rejectKeys(except: keys, of: "a network", listing: keys)
    let input = try container.decode(Shape.self, forKey: "input")
    let layers = try container.decode([AnyLayer].self, forKey: "layers")
    try self.init(input: input, layers: layers.map(\.layer))
  }

  /// Writes `{"input": [c, h, w], "layers": [{"type": …}, …]}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(input, forKey: "input")
    try container.encode(layers.map(AnyLayer.init), forKey: "layers")
  }
}
