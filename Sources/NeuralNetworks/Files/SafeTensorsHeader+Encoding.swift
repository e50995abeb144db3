extension SafeTensorsHeader {
  /// Creates the header of a file with this content as contiguous F32, in the order of its tensors.
  init(describing content: SafeTensors, file: String?) throws(SafeTensorsError) {
    entries = []
    metadata = content.metadata
    var names: Set<String> = []
    var end = 0
    for key in content.metadata.keys {
      try Self.checkLength(of: key, file: file)
    }
    for tensor in content.tensors {
      try Self.checkLength(of: tensor.name, file: file)
      if let reason = Self.defect(of: tensor, names: &names) {
        throw SafeTensorsError(file: file, reason: reason)
      }
      let next = end + 4 * tensor.values.count
      entries.append(
        Entry(name: tensor.name, elementType: .float32, shape: tensor.shape, offsets: end..<next)
      )
      end = next
    }
  }

  private static func defect(
    of tensor: SafeTensors.Tensor,
    names: inout Set<String>
  ) -> SafeTensorsError.Reason? {
    if tensor.name == metadataKey { return .reservedName }
    if !names.insert(tensor.name).inserted { return .duplicateKey(tensor.name, within: nil) }
    guard let byteCount = Entry.byteCount(shape: tensor.shape, elementByteCount: 4) else {
      return .invalidShape(tensor.shape, tensor: tensor.name)
    }
    if byteCount / 4 != tensor.values.count {
      return .valueCountMismatch(
        tensor: tensor.name,
        shape: tensor.shape,
        count: tensor.values.count
      )
    }
    if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
      return .notFinite(tensor: tensor.name, index: index)
    }
    return nil
  }

  private static func checkLength(of key: String, file: String?) throws(SafeTensorsError) {
    guard key.utf8.count <= SafeTensors.maximumKeyByteCount else {
      throw SafeTensorsError(file: file, reason: .keyTooLong(byteCount: key.utf8.count))
    }
  }

  /// Returns the JSON of the header, padded with spaces to a multiple of eight bytes.
  func encoded(file: String?) throws(SafeTensorsError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { Self.literal($0.key) + ":" + Self.literal($0.value) }
      members.append("\"\(Self.metadataKey)\":{" + pairs.joined(separator: ",") + "}")
    }
    for entry in entries {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      members.append(
        Self.literal(entry.name)
          + ":{\"dtype\":\"\(entry.elementType.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(entry.offsets.lowerBound),\(entry.offsets.upperBound)]}"
      )
    }
    var bytes = Array(("{" + members.joined(separator: ",") + "}").utf8)
    bytes += repeatElement(UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8)
    guard bytes.count <= SafeTensors.maximumHeaderByteCount else {
      throw SafeTensorsError(
        file: file,
        reason: .headerTooLong(
          byteCount: UInt64(bytes.count),
          limit: SafeTensors.maximumHeaderByteCount
        )
      )
    }
    return bytes
  }

  /// Returns the JSON string of a text, which escapes no more than RFC 8259 demands.
  private static func literal(_ text: String) -> String {
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes += [UInt8(ascii: "\\"), byte]
      case ..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array("\\u".utf8) + repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        bytes += Array(digits.utf8)
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }
}
