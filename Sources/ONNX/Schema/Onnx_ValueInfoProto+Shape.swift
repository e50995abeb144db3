import ONNXSchema

extension Onnx_ValueInfoProto {
  /// An extent of the shape of a value.
  enum Extent {
    case fixed(Int)
    /// A size that the caller chooses, such as that of a batch.
    case symbolic(String)
  }

  /// Creates the description of an input or output; a shape of nil is not stated.
  init(_ name: String, _ type: ElementType, _ shape: [Extent]?, documentation: String = "") {
    self.init()
    self.name = name
    docString = documentation
    self.type.tensorType.elemType = Int32(type.rawValue)
    guard let shape else { return }
    self.type.tensorType.shape.dim = shape.map { extent in
      var dimension = Onnx_TensorShapeProto.Dimension()
      switch extent {
      case .fixed(let count): dimension.dimValue = Int64(count)
      case .symbolic(let name): dimension.dimParam = name
      }
      return dimension
    }
    // A number has a shape, which is empty.
    if shape.isEmpty { self.type.tensorType.shape = Onnx_TensorShapeProto() }
  }
}
