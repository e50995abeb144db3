/// The content of an ONNX file (`ModelProto`).
///
/// The fields are those of the schema `onnx.proto3`, <https://github.com/onnx/onnx>.
struct GraphModel {
  /// The version of the operators, which ONNX 1.12 and ONNX Runtime 1.12 introduced.
  static let operatorSet = 17
  /// The version of the schema that belongs to the operators.
  static let formatVersion = 8

  let producerVersion: String
  let documentation: String
  let graph: Graph
  /// Texts by name.
  let metadata: [(key: String, value: String)]
}

extension GraphModel: WireMessage {
  func encode(into encoder: inout WireEncoder) {
    encoder.append(Self.formatVersion, field: 1)
    encoder.append("ednet", field: 2)
    encoder.append(producerVersion, field: 3)
    encoder.append(documentation, field: 6)
    encoder.append(graph, field: 7)
    var operators = WireEncoder()
    operators.append(Self.operatorSet, field: 2)
    encoder.append(operators.bytes, field: 8)
    for (key, value) in metadata {
      var entry = WireEncoder()
      entry.append(key, field: 1)
      entry.append(value, field: 2)
      encoder.append(entry.bytes, field: 14)
    }
  }
}
