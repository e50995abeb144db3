/// An invalid layer, or an input shape that a layer does not accept.
public struct ShapeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The layer's path in the network, `layers.3` or `layers.3.body.0`; empty outside a network.
  public var path: String
  /// The layer's description.
  public var layer: String
  /// The problem with its shapes, and the remedy.
  public var reason: String

  /// Creates the error of a layer; the network adds the path.
  public init(_ layer: any Layer, _ reason: String) { self.init(path: "", layer: "\(layer)", reason: reason) }

  /// Creates an error with a path.
  public init(path: String, layer: String, reason: String) {
    self.path = path
    self.layer = layer
    self.reason = reason
  }

  /// The same error with the path of the enclosing layer or network in front.
  func inside(_ container: String) -> ShapeError {
    ShapeError(path: path.isEmpty ? container : "\(container).\(path)", layer: layer, reason: reason)
  }

  /// One sentence: path, layer and reason.
  public var description: String { (path.isEmpty ? "" : path + ", ") + layer + ": " + reason }
}
