/// The reason why a model cannot be written as ONNX.
public enum ONNXError: Error, Equatable, CustomStringConvertible, Sendable {
  /// A layer that is not one of the library's own.
  case unsupportedLayer(path: String, layer: String)
  /// A file of more bytes than a message of Protocol Buffers can have.
  case tooLarge(byteCount: Int)

  /// One sentence: the problem, its location and the remedy.
  public var description: String {
    switch self {
    case .unsupportedLayer(let path, let layer):
      "\(path), \(layer): ednet cannot write this layer as ONNX; export a network of layers that come with ednet, and "
        + "of no recurrent ones"
    case .tooLarge(let byteCount):
      "the ONNX file would have \(byteCount >> 20) MiB, but the format allows less than 2048; export a smaller network"
    }
  }
}
