import Files

/// A safetensors file that could not be read or written.
public struct SafeTensorsError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The name of the file; nil while content is encoded without a file.
  public var file: String?
  /// The problem.
  public var reason: Reason

  /// Creates the error of a file.
  public init(file: String?, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  /// Wraps the error of a file operation.
  init(_ error: FileError) {
    file = error.file
    reason =
      switch error.cause {
      case .folder, .notARegularFile: .notARegularFile
      case .tooLarge(let byteCount, _): .fileTooLarge(byteCount: byteCount)
      case .system, .nulInPath, .nameNotUTF8, .shortened, .other: .system(action: error.action, message: error.reason)
      }
  }

  /// The possible problems of a file and its content.
  public enum Reason: Equatable, Sendable {
    /// The operating system refused an action, with its message.
    case system(action: String, message: String)
    /// The path leads to a folder, a pipe or a device.
    case notARegularFile
    /// The file is larger than `SafeTensors.maximumFileByteCount`.
    case fileTooLarge(byteCount: Int)
    /// The file is recognised as something else; the text names it and the remedy.
    case foreign(String)
    /// The file ends within the eight bytes of the header's length.
    case tooShort(byteCount: Int)
    /// The header is longer than the file, or than `SafeTensors.maximumHeaderByteCount`.
    case headerTooLong(byteCount: UInt64, limit: Int)
    /// The header does not begin with `{`.
    case headerNotAnObject
    /// The header's JSON violates the specification: the expected token at a byte of the header.
    case malformedHeader(byte: Int, expected: String)
    /// The string that begins at this byte of the header is not valid UTF-8.
    case invalidUTF8(byte: Int)
    /// A name or key is longer than `SafeTensors.maximumKeyByteCount`.
    case keyTooLong(byteCount: Int)
    /// An object contains a name or key twice; `within` is the name of the object.
    case duplicateKey(String, within: String?)
    /// The description of a tensor contains an unknown key.
    case unknownKey(String, tensor: String)
    /// The description of a tensor lacks `dtype`, `shape` or `data_offsets`.
    case missingKey(String, tensor: String)
    /// The element type of a tensor is not supported.
    case unsupportedType(String, tensor: String)
    /// A number is negative, fractional, or too large.
    case invalidNumber(String, key: String, tensor: String)
    /// The offsets are not two, or end before they begin.
    case invalidOffsets([Int], tensor: String)
    /// The shape has a negative extent, or more elements than an integer counts.
    case invalidShape([Int], tensor: String)
    /// The offsets of a tensor do not match its shape and element type.
    case byteCountMismatch(tensor: String, expected: Int, found: Int)
    /// The tensor extends beyond the end of the file.
    case outOfRange(tensor: String, end: Int, available: Int)
    /// The data of two tensors overlap.
    case overlap(tensor: String, with: String)
    /// Bytes before a tensor belong to no tensor.
    case hole(before: String, byteCount: Int)
    /// Bytes after the last tensor belong to no tensor.
    case trailingBytes(byteCount: Int)
    /// A number is NaN or infinite.
    case notFinite(tensor: String, index: Int)
    /// The number of values does not match the shape.
    case valueCountMismatch(tensor: String, shape: [Int], count: Int)
    /// A tensor has the reserved name of the metadata.
    case reservedName
  }

  /// One sentence: file, problem and remedy.
  public var description: String { (file ?? "safetensors content") + ": " + reason.sentence }
}

extension SafeTensorsError.Reason {
  /// True if a file does not begin as a safetensors file does.
  var isOfHeader: Bool {
    switch self {
    case .tooShort, .headerTooLong, .headerNotAnObject: true
    default: false
    }
  }

  fileprivate var sentence: String {
    switch self {
    case .system(let action, let message): "could not \(action): \(message)"
    case .notARegularFile: "is a folder, pipe or device; give the path of a safetensors file"
    case .fileTooLarge(let count): "has \(count) bytes, more than the limit of \(SafeTensors.maximumFileByteCount)"
    case .foreign(let what): "is \(what)"
    case .tooShort(let count):
      "has \(count) bytes, too few for a safetensors file; it is truncated or of another format"
    case .headerTooLong(let count, let limit):
      "has a header of \(count) bytes according to its first eight bytes, but at most \(limit) are "
        + "possible; it is damaged, truncated, or not a safetensors file"
    case .headerNotAnObject: "has a header that does not begin with '{'; it is damaged or not a safetensors file"
    case .malformedHeader(let byte, let expected):
      "has a malformed header: expected \(expected) at byte \(byte) of the header; copy the file again"
    case .invalidUTF8(let byte): "has a string that is not UTF-8 at byte \(byte) of the header; copy the file again"
    case .keyTooLong(let count):
      "has a name of \(count) bytes in the header, more than the limit of "
        + "\(SafeTensors.maximumKeyByteCount); shorten it"
    case .duplicateKey(let key, let object):
      "has \(quoted(key)) twice in \(object.map(quoted) ?? "the header"); names must be unique"
    case .reservedName: "has a tensor named \"__metadata__\", which is reserved; rename it"
    case .unknownKey(let key, let tensor):
      "tensor \(quoted(tensor)) has the unknown key \(quoted(key)); a tensor has dtype, shape and data_offsets"
    case .missingKey(let key, let tensor): "tensor \(quoted(tensor)) lacks \(quoted(key)); copy the file again"
    case .unsupportedType(let type, let tensor):
      "tensor \(quoted(tensor)) has dtype \(quoted(type)); convert it to one of "
        + SafeTensorsElementType.allCases.map(\.rawValue).joined(separator: ", ")
    case .invalidNumber(let text, let key, let tensor):
      "tensor \(quoted(tensor)) has \(text) in its \(key), which must be whole numbers from 0 to \(Int.max)"
    case .invalidOffsets(let offsets, let tensor):
      "tensor \(quoted(tensor)) has data_offsets \(listed(offsets)), which must be a start and an "
        + "end that is not less"
    case .invalidShape(let shape, let tensor):
      "tensor \(quoted(tensor)) has the shape \(listed(shape)), which is negative or too large"
    case .byteCountMismatch(let tensor, let expected, let found):
      "tensor \(quoted(tensor)) has \(found) bytes of data, but its shape and dtype need "
        + "\(expected); the file is damaged"
    case .outOfRange(let tensor, let end, let available):
      "tensor \(quoted(tensor)) ends at byte \(end) of the data, but the file has only "
        + "\(available); it is truncated or damaged"
    case .overlap(let tensor, let other): "tensors \(quoted(tensor)) and \(quoted(other)) overlap; the file is damaged"
    case .hole(let tensor, let count): "has \(count) unused bytes before tensor \(quoted(tensor)); the file is damaged"
    case .trailingBytes(let count): "has \(count) unused bytes after its last tensor; the file is damaged"
    case .notFinite(let tensor, let index):
      "tensor \(quoted(tensor)) is NaN, infinite or beyond 32-bit floating point at element "
        + "\(index); train again with a lower learning rate or copy the file again"
    case .valueCountMismatch(let tensor, let shape, let count):
      "tensor \(quoted(tensor)) has the shape \(listed(shape)) but \(count) values"
    }
  }

  /// A name from a file, truncated and with escaped control characters, which could manipulate a terminal.
  private func quoted(_ name: String) -> String {
    let start = name.unicodeScalars.prefix(80)
    let isWhole = start.endIndex == name.unicodeScalars.endIndex
    return String(start).debugDescription + (isWhole ? "" : "…")
  }

  private func listed(_ numbers: [Int]) -> String {
    let start = numbers.prefix(8).map(String.init).joined(separator: ", ")
    return "[" + start + (numbers.count > 8 ? ", …]" : "]")
  }
}
