/// The header of a safetensors file: its tensors with their offsets, and the metadata.
struct SafeTensorsHeader: Sendable {
  /// The description of one tensor.
  struct Entry: Sendable {
    var name: String
    var elementType: SafeTensorsElementType
    var shape: [Int]
    /// The byte range of the tensor, from the end of the header.
    var offsets: Range<Int>
  }

  /// The tensors in the order of their data, without holes or overlaps.
  var entries: [Entry]
  var metadata: [String: String]

  /// The key of the metadata among the names of the tensors.
  static let metadataKey = "__metadata__"

  /// The length of the header, from the first eight bytes of a file.
  static func byteCount(prefix: ArraySlice<UInt8>, fileByteCount: Int, file: String) throws(SafeTensorsError) -> Int {
    guard fileByteCount <= SafeTensors.maximumFileByteCount else {
      throw SafeTensorsError(file: file, reason: .fileTooLarge(byteCount: fileByteCount))
    }
    guard prefix.count == 8 else { throw SafeTensorsError(file: file, reason: .tooShort(byteCount: prefix.count)) }
    let count = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let limit = min(fileByteCount - 8, SafeTensors.maximumHeaderByteCount)
    guard count <= UInt64(limit) else {
      throw SafeTensorsError(file: file, reason: .headerTooLong(byteCount: count, limit: limit))
    }
    return Int(count)
  }

  /// Parses a header and checks it against the size of the data.
  init(parsing bytes: [UInt8], dataByteCount: Int, file: String) throws(SafeTensorsError) {
    guard bytes.first == UInt8(ascii: "{") else { throw SafeTensorsError(file: file, reason: .headerNotAnObject) }
    entries = []
    metadata = [:]
    var scanner = SafeTensorsHeaderScanner(bytes, file: file)
    var names: Set<String> = []
    try scanner.pass("{")
    while try scanner.nextMember(closing: "}", isFirst: names.isEmpty) {
      let name = try scanner.key()
      guard names.insert(name).inserted else { throw scanner.error(.duplicateKey(name, within: nil)) }
      if name == Self.metadataKey {
        metadata = try Self.metadata(&scanner)
      } else {
        entries.append(try Entry(name: name, scanning: &scanner))
      }
    }
    try scanner.passEnd()
    try arrange(dataByteCount: dataByteCount, file: file)
  }

  private static func metadata(_ scanner: inout SafeTensorsHeaderScanner) throws(SafeTensorsError) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.pass("{")
    while try scanner.nextMember(closing: "}", isFirst: metadata.isEmpty) {
      let key = try scanner.key()
      guard metadata.updateValue(try scanner.string(), forKey: key) == nil else {
        throw scanner.error(.duplicateKey(key, within: metadataKey))
      }
    }
    return metadata
  }

  /// Sorts the entries by their offsets and checks that they cover all bytes exactly once.
  private mutating func arrange(dataByteCount: Int, file: String) throws(SafeTensorsError) {
    // The standard library's sort is stable: empty tensors at the same offset keep their order.
    entries.sort { ($0.offsets.lowerBound, $0.offsets.upperBound) < ($1.offsets.lowerBound, $1.offsets.upperBound) }
    var end = 0
    var previous = ""
    for entry in entries {
      let reason: SafeTensorsError.Reason? =
        if entry.offsets.upperBound > dataByteCount {
          .outOfRange(tensor: entry.name, end: entry.offsets.upperBound, available: dataByteCount)
        } else if entry.offsets.lowerBound < end {
          .overlap(tensor: entry.name, with: previous)
        } else if entry.offsets.lowerBound > end {
          .hole(before: entry.name, byteCount: entry.offsets.lowerBound - end)
        } else { nil }
      if let reason { throw SafeTensorsError(file: file, reason: reason) }
      end = entry.offsets.upperBound
      previous = entry.name
    }
    guard end == dataByteCount else {
      throw SafeTensorsError(file: file, reason: .trailingBytes(byteCount: dataByteCount - end))
    }
  }
}

extension SafeTensorsHeader.Entry {
  /// Reads the object that describes the tensor `name`.
  fileprivate init(name: String, scanning scanner: inout SafeTensorsHeaderScanner) throws(SafeTensorsError) {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    var keys: Set<String> = []
    try scanner.pass("{")
    while try scanner.nextMember(closing: "}", isFirst: keys.isEmpty) {
      let key = try scanner.key()
      guard keys.insert(key).inserted else { throw scanner.error(.duplicateKey(key, within: name)) }
      switch key {
      case "dtype": type = try scanner.string()
      case "shape": shape = try Self.wholeNumbers(&scanner, key: key, tensor: name)
      case "data_offsets": offsets = try Self.wholeNumbers(&scanner, key: key, tensor: name)
      default: throw scanner.error(.unknownKey(key, tensor: name))
      }
    }
    guard let type else { throw scanner.error(.missingKey("dtype", tensor: name)) }
    guard let shape else { throw scanner.error(.missingKey("shape", tensor: name)) }
    guard let offsets else { throw scanner.error(.missingKey("data_offsets", tensor: name)) }
    guard let elementType = SafeTensorsElementType(rawValue: type) else {
      throw scanner.error(.unsupportedType(type, tensor: name))
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw scanner.error(.invalidOffsets(offsets, tensor: name))
    }
    guard let byteCount = Self.byteCount(shape: shape, elementByteCount: elementType.byteCount) else {
      throw scanner.error(.invalidShape(shape, tensor: name))
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw scanner.error(.byteCountMismatch(tensor: name, expected: byteCount, found: offsets[1] - offsets[0]))
    }
    self.init(name: name, elementType: elementType, shape: shape, offsets: offsets[0]..<offsets[1])
  }

  /// The number of bytes of a tensor; nil if an extent is negative or the product overflows.
  static func byteCount(shape: [Int], elementByteCount: Int) -> Int? {
    var count = elementByteCount
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  private static func wholeNumbers(
    _ scanner: inout SafeTensorsHeaderScanner,
    key: String,
    tensor: String
  ) throws(SafeTensorsError) -> [Int] {
    var numbers: [Int] = []
    try scanner.pass("[")
    while try scanner.nextMember(closing: "]", isFirst: numbers.isEmpty) {
      let text = scanner.numberText()
      guard !text.isEmpty else { throw scanner.expected("a number") }
      // JSON allows neither a sign before a positive number nor a leading zero; Int does.
      guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), text == "0" || !text.hasPrefix("0"),
        let number = Int(text)
      else { throw scanner.error(.invalidNumber(String(text.prefix(40)), key: key, tensor: tensor)) }
      numbers.append(number)
    }
    return numbers
  }
}

extension SafeTensorsHeader {
  /// Creates the header of a file with this content without holes.
  init(describing content: SafeTensors, file: String?) throws(SafeTensorsError) {
    entries = []
    metadata = content.metadata
    var names: Set<String> = []
    var end = 0
    for key in content.metadata.keys { try Self.checkLength(of: key, file: file) }
    for tensor in content.tensors {
      try Self.checkLength(of: tensor.name, file: file)
      if let reason = Self.defect(of: tensor, names: &names) { throw SafeTensorsError(file: file, reason: reason) }
      let next = end + tensor.elementType.byteCount * tensor.values.count
      entries.append(
        Entry(name: tensor.name, elementType: tensor.elementType, shape: tensor.shape, offsets: end..<next)
      )
      end = next
    }
  }

  private static func defect(of tensor: SafeTensors.Tensor, names: inout Set<String>) -> SafeTensorsError.Reason? {
    if tensor.name == metadataKey { return .reservedName }
    if !names.insert(tensor.name).inserted { return .duplicateKey(tensor.name, within: nil) }
    guard let byteCount = Entry.byteCount(shape: tensor.shape, elementByteCount: 4) else {
      return .invalidShape(tensor.shape, tensor: tensor.name)
    }
    if byteCount / 4 != tensor.values.count {
      return .valueCountMismatch(tensor: tensor.name, shape: tensor.shape, count: tensor.values.count)
    }
    if let index = tensor.values.firstIndex(where: { !tensor.elementType.isFinite($0) }) {
      return .notFinite(tensor: tensor.name, index: index)
    }
    return nil
  }

  private static func checkLength(of key: String, file: String?) throws(SafeTensorsError) {
    guard key.utf8.count <= SafeTensors.maximumKeyByteCount else {
      throw SafeTensorsError(file: file, reason: .keyTooLong(byteCount: key.utf8.count))
    }
  }

  /// The JSON of the header, padded with spaces to a multiple of eight bytes.
  func encoded(file: String?) throws(SafeTensorsError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
        Self.literal($0.key) + ":" + Self.literal($0.value)
      }
      members.append("\"\(Self.metadataKey)\":{" + pairs.joined(separator: ",") + "}")
    }
    for entry in entries {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      members.append(
        Self.literal(entry.name) + ":{\"dtype\":\"\(entry.elementType.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(entry.offsets.lowerBound),\(entry.offsets.upperBound)]}"
      )
    }
    var bytes = Array(("{" + members.joined(separator: ",") + "}").utf8)
    bytes += repeatElement(UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8)
    guard bytes.count <= SafeTensors.maximumHeaderByteCount else {
      throw SafeTensorsError(
        file: file,
        reason: .headerTooLong(byteCount: UInt64(bytes.count), limit: SafeTensors.maximumHeaderByteCount)
      )
    }
    return bytes
  }

  /// The JSON string of a text, with only the escapes that RFC 8259 requires.
  private static func literal(_ text: String) -> String {
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case ..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array("\\u".utf8) + repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        bytes += Array(digits.utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }
}
