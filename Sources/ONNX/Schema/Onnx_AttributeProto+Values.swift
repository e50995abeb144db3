import ONNXSchema

/// A named parameter of an operation.
typealias Attribute = Onnx_AttributeProto

extension Onnx_AttributeProto {
  /// Creates an attribute that is an integer.
  init(_ name: String, _ value: Int) {
    self.init(name, .int)
    i = Int64(value)
  }

  /// Creates an attribute that is a float.
  init(_ name: String, _ value: Float) {
    self.init(name, .float)
    f = value
  }

  /// Creates an attribute that is a list of integers.
  init(_ name: String, _ values: [Int]) {
    self.init(name, .ints)
    ints = values.map { Int64($0) }
  }

  /// Creates an attribute that is a graph.
  init(_ name: String, _ value: Onnx_GraphProto) {
    self.init(name, .graph)
    g = value
  }

  private init(_ name: String, _ type: AttributeType) {
    self.init()
    (self.name, self.type) = (name, type)
  }
}
