/// An operation of a graph (`NodeProto`).
struct Node {
  /// The name of the operator.
  let type: String
  /// The names of its inputs; an empty one is an input that is left out.
  let inputs: [String]
  let outputs: [String]
  let attributes: [Attribute]
}

/// A named parameter of an operation (`AttributeProto`).
struct Attribute {
  enum Value {
    case float(Float)
    case integer(Int)
    case integers([Int])
    case text(String)
    case graph(Graph)
  }

  let name: String
  let value: Value

  init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
}

extension Node: WireMessage {
  func encode(into encoder: inout WireEncoder) {
    for input in inputs { encoder.append(input, field: 1) }
    for output in outputs { encoder.append(output, field: 2) }
    encoder.append(outputs.first ?? type, field: 3)
    encoder.append(type, field: 4)
    for attribute in attributes { encoder.append(attribute, field: 5) }
  }
}

extension Attribute: WireMessage {
  /// The numbers of the types in `AttributeProto.AttributeType`.
  private enum Kind: Int { case float = 1, integer = 2, text = 3, graph = 5, integers = 7 }

  func encode(into encoder: inout WireEncoder) {
    encoder.append(name, field: 1)
    let kind: Kind
    switch value {
    case .float(let value):
      encoder.append(value, field: 2)
      kind = .float
    case .integer(let value):
      encoder.append(value, field: 3)
      kind = .integer
    case .text(let value):
      encoder.append(value, field: 4)
      kind = .text
    case .graph(let value):
      encoder.append(value, field: 6)
      kind = .graph
    case .integers(let values):
      encoder.append(packed: values, field: 8)
      kind = .integers
    }
    encoder.append(kind.rawValue, field: 20)
  }
}
