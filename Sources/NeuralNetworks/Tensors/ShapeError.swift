/// A layer cannot be what it was asked to be, or cannot take the input it was given.
public struct ShapeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where in the network: `layers.3` or `layers.3.body.0`; empty outside a network.
  public var path: String
  /// The layer as it prints itself.
  public var layer: String
  /// What is wrong, with the shapes, and what would be right.
  public var reason: String

  /// Creates an error about a layer; the network fills in the path.
  public init(_ layer: any Layer, _ reason: String) {
    self.init(path: "", layer: "\(layer)", reason: reason)
  }

  /// Creates an error about anything that has a name.
  public init(path: String, layer: String, reason: String) {
    self.path = path
    self.layer = layer
    self.reason = reason
  }

  /// The same error, seen from what holds the layer.
  func inside(_ place: String) -> ShapeError {
    ShapeError(path: path.isEmpty ? place : "\(place).\(path)", layer: layer, reason: reason)
  }

  /// The whole sentence.
  public var description: String { (path.isEmpty ? "" : path + ", ") + layer + ": " + reason }
}
