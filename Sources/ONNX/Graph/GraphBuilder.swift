import Foundation
import ONNXSchema

/// Builds a graph node by node, as ``Value``s are computed from others.
final class GraphBuilder {
  /// The nodes of the graph, and of each subgraph in it that is being built.
  private var open: [[Onnx_NodeProto]] = [[]]
  private(set) var constants: [Tensor] = []
  /// The constants without a name of their own, by their content.
  private var known: [Content: String] = [:]
  private var count = 0

  private struct Content: Hashable {
    let type: ElementType
    let shape: [Int64]
    let bytes: Data
  }

  /// The nodes of the graph.
  var nodes: [Onnx_NodeProto] { open[0] }

  /// Adds an operation with one output.
  ///
  /// - Parameters:
  ///   - operation: the name of the operator.
  ///   - inputs: its inputs; nil for one that is left out.
  ///   - attributes: its attributes.
  ///   - type: the type of the output; nil for that of the first input.
  ///   - name: the name of the output; nil for a new one.
  /// - Returns: the output.
  func node(
    _ operation: String,
    _ inputs: [Value?],
    _ attributes: [Attribute] = [],
    type: ElementType? = nil,
    name: String? = nil
  ) -> Value {
    let type = type ?? inputs.first.flatMap { $0?.type } ?? .float
    return nodes(operation, inputs, attributes, types: [type], names: name.map { [$0] })[0]
  }

  /// Adds an operation with an output of each type.
  func nodes(
    _ operation: String,
    _ inputs: [Value?],
    _ attributes: [Attribute] = [],
    types: [ElementType],
    names: [String]? = nil
  ) -> [Value] {
    let outputs = types.indices.map { names?[$0] ?? newName(operation) }
    var node = Onnx_NodeProto()
    (node.opType, node.name) = (operation, outputs.first ?? operation)
    // An empty name is an input that is left out.
    (node.input, node.output, node.attribute) = (inputs.map { $0?.name ?? "" }, outputs, attributes)
    open[open.count - 1].append(node)
    return zip(outputs, types).map { Value(graph: self, name: $0, type: $1) }
  }

  /// A name that no other value has.
  func newName(_ operation: String) -> String {
    count += 1
    return "\(operation.lowercased())_\(count)"
  }

  /// Adds a constant of this name.
  func constant(_ tensor: Tensor) -> Value {
    constants.append(tensor)
    return Value(graph: self, name: tensor.name, type: tensor.elementType)
  }

  /// A constant without a name, once for each content.
  private func unnamed(_ tensor: (String) -> Tensor) -> Value {
    let candidate = tensor("constant_\(known.count + 1)")
    let content = Content(type: candidate.elementType, shape: candidate.dims, bytes: candidate.rawData)
    if let name = known[content] { return Value(graph: self, name: name, type: candidate.elementType) }
    known[content] = candidate.name
    return constant(candidate)
  }

  /// A vector of integers.
  func integers(_ values: [Int]) -> Value { unnamed { Tensor(name: $0, shape: [values.count], integers: values) } }

  /// A tensor of integers.
  func integers(_ values: [Int], shape: [Int]) -> Value { unnamed { Tensor(name: $0, shape: shape, integers: values) } }

  /// A tensor of indices, which take half of the space of integers.
  func indices(_ values: [Int32], shape: [Int]) -> Value { unnamed { Tensor(name: $0, shape: shape, indices: values) } }

  /// A tensor of floats.
  func floats(_ values: [Float], shape: [Int]) -> Value { unnamed { Tensor(name: $0, shape: shape, floats: values) } }

  /// A number of a type.
  func scalar(_ value: Double, _ type: ElementType) -> Value {
    unnamed { name in
      switch type {
      case .double: Tensor(name: name, shape: [], doubles: [value])
      case .int64: Tensor(name: name, shape: [], integers: [Int(value)])
      default: Tensor(name: name, shape: [], floats: [Float(value)])
      }
    }
  }

  /// Builds a graph that an attribute holds.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - numbers: its first inputs, which are numbers.
  ///   - inputs: its other inputs, of any shape.
  ///   - body: computes the outputs; it may use the values of the graph around it.
  /// - Returns: the graph; its constants are among those of the graph around it.
  func subgraph(
    _ name: String,
    numbers: [Value] = [],
    inputs: [Value] = [],
    _ body: () -> [Value]
  ) -> Onnx_GraphProto {
    open.append([])
    // An output must be computed in the subgraph itself.
    let outputs = body().map { node("Identity", [$0]) }
    var graph = Onnx_GraphProto()
    (graph.name, graph.node) = (name, open.removeLast())
    graph.input =
      numbers.map { Onnx_ValueInfoProto($0.name, $0.type, []) }
      + inputs.map { Onnx_ValueInfoProto($0.name, $0.type, nil) }
    graph.output = outputs.map { Onnx_ValueInfoProto($0.name, $0.type, nil) }
    return graph
  }

  /// The value of one of two subgraphs.
  func choose(_ condition: Value, _ name: String, then first: () -> Value, else second: () -> Value) -> Value {
    var type = ElementType.float
    let firstGraph = subgraph("\(name)_then") {
      let value = first()
      type = value.type
      return [value]
    }
    let secondGraph = subgraph("\(name)_else") { [second()] }
    return node(
      "If",
      [condition],
      [Attribute("then_branch", firstGraph), Attribute("else_branch", secondGraph)],
      type: type
    )
  }
}
