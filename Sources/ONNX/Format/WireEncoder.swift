/// Writes messages in the wire format of Protocol Buffers.
///
/// <https://protobuf.dev/programming-guides/encoding/>. ONNX needs few messages and of the format only varints, 32-bit
/// floats and length-delimited fields, which are these lines; the package swift-protobuf would double the time of a build.
struct WireEncoder {
  /// The message so far.
  private(set) var bytes: [UInt8] = []

  private enum WireType: UInt64 { case varint = 0, lengthDelimited = 2, fixed32 = 5 }

  /// Appends an integer.
  mutating func append(_ value: Int, field: Int) {
    appendKey(field, .varint)
    appendVarint(UInt64(bitPattern: Int64(value)))
  }

  /// Appends a float.
  mutating func append(_ value: Float, field: Int) {
    appendKey(field, .fixed32)
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift))) }
  }

  /// Appends a text.
  mutating func append(_ text: String, field: Int) { append(Array(text.utf8), field: field) }

  /// Appends bytes.
  mutating func append(_ content: [UInt8], field: Int) {
    appendKey(field, .lengthDelimited)
    appendVarint(UInt64(content.count))
    bytes += content
  }

  /// Appends integers as one packed field.
  mutating func append(packed values: [Int], field: Int) {
    var content = WireEncoder()
    for value in values { content.appendVarint(UInt64(bitPattern: Int64(value))) }
    append(content.bytes, field: field)
  }

  /// Appends a message.
  mutating func append(_ message: some WireMessage, field: Int) { append(message.encoded, field: field) }

  private mutating func appendKey(_ field: Int, _ type: WireType) { appendVarint(UInt64(field) << 3 | type.rawValue) }

  private mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// A message of a schema of Protocol Buffers.
protocol WireMessage {
  /// Appends the fields of the message.
  func encode(into encoder: inout WireEncoder)
}

extension WireMessage {
  /// The bytes of the message.
  var encoded: [UInt8] {
    var encoder = WireEncoder()
    encode(into: &encoder)
    return encoder.bytes
  }
}
