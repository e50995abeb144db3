/// Operations in the order in which they run, and the constants that they use (`GraphProto`).
struct Graph {
  /// The name and type of an input or output (`ValueInfoProto`).
  struct Port {
    /// An extent of a shape.
    enum Extent: Equatable {
      case fixed(Int)
      /// A size that the caller chooses, such as that of a batch.
      case symbolic(String)
    }

    let name: String
    let type: Tensor.ElementType
    /// The shape; nil if it is not stated.
    var shape: [Extent]?
    /// A sentence on the value.
    var documentation = ""
  }

  let name: String
  let nodes: [Node]
  let constants: [Tensor]
  let inputs: [Port]
  let outputs: [Port]
}

extension Graph: WireMessage {
  func encode(into encoder: inout WireEncoder) {
    for node in nodes { encoder.append(node, field: 1) }
    encoder.append(name, field: 2)
    for constant in constants { encoder.append(constant, field: 5) }
    for input in inputs { encoder.append(input, field: 11) }
    for output in outputs { encoder.append(output, field: 12) }
  }
}

extension Graph.Port: WireMessage {
  func encode(into encoder: inout WireEncoder) {
    var tensor = WireEncoder()
    tensor.append(type.rawValue, field: 1)
    if let shape {
      var dimensions = WireEncoder()
      for extent in shape {
        var dimension = WireEncoder()
        switch extent {
        case .fixed(let count): dimension.append(count, field: 1)
        case .symbolic(let name): dimension.append(name, field: 2)
        }
        dimensions.append(dimension.bytes, field: 1)
      }
      tensor.append(dimensions.bytes, field: 2)
    }
    var type = WireEncoder()
    type.append(tensor.bytes, field: 1)
    encoder.append(name, field: 1)
    encoder.append(type.bytes, field: 2)
    if !documentation.isEmpty { encoder.append(documentation, field: 3) }
  }
}
