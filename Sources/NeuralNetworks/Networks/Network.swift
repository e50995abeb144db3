/// An input shape and a list of layers: the architecture, without any weights.
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
/// A network that exists is sound: its shapes were checked when it was made. It prints as a table
/// of layers, and stands in files as JSON.
public struct Network: Sendable {
  /// The shape of one example.
  public let input: Shape
  /// The layers, first to last.
  public let layers: [any Layer]
  /// Where all parameters and activations lie.
  public let plan: ExecutionPlan

  /// Creates a network; throws where a layer cannot take what the one before it gives.
  public init(input: Shape, @LayerBuilder layers: () -> [any Layer]) throws(ShapeError) {
    try self.init(input: input, layers: layers())
  }

  /// Creates a network from a list.
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
    try container.refuseKeys(unknownTo: "a network", knowing: ["input", "layers"])
    let input = try container.decode(Shape.self, forKey: AnyKey("input"))
    let layers = try container.decode([AnyLayer].self, forKey: AnyKey("layers"))
    try self.init(input: input, layers: layers.map(\.layer))
  }

  /// Writes `{"input": [c, h, w], "layers": [{"type": …}, …]}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(input, forKey: AnyKey("input"))
    try container.encode(layers.map(AnyLayer.init), forKey: AnyKey("layers"))
  }
}
