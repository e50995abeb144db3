import Files

/// Why a safetensors file could not be read or written.
public struct SafeTensorsError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The file, as it was named to the reader or writer; `nil` while content is encoded for no file.
  public var file: String?
  /// What is wrong.
  public var reason: Reason

  /// Creates the error of a file.
  public init(file: String?, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  /// Creates the error of a file that could not be read or written as such.
  init(_ error: FileError) {
    file = error.file
    reason =
      switch error.cause {
      case .folder, .notARegularFile: .notARegularFile
      case .tooLarge(let byteCount, _): .fileTooLarge(byteCount: byteCount)
      case .system, .nulInPath, .shortened, .other:
        .system(action: error.action, message: error.reason)
      }
  }

  /// The things that can be wrong with a file or with the content of one.
  public enum Reason: Equatable, Sendable {
    /// The operating system refused: what was tried, and its message.
    case system(action: String, message: String)
    /// The path leads to a folder, a pipe or a device.
    case notARegularFile
    /// The file is larger than `SafeTensors.maximumFileByteCount`.
    case fileTooLarge(byteCount: Int)
    /// The file ends within the eight bytes of the header's length.
    case tooShort(byteCount: Int)
    /// The header is longer than the file, or than `SafeTensors.maximumHeaderByteCount`.
    case headerTooLong(byteCount: UInt64, limit: Int)
    /// The header does not begin with `{`.
    case headerNotAnObject
    /// The header is not the JSON it should be: what was expected at which byte of the header.
    case malformedHeader(byte: Int, expected: String)
    /// A text of the header that begins at this byte is not valid UTF-8.
    case invalidUTF8(byte: Int)
    /// A name or key is longer than `SafeTensors.maximumKeyByteCount`.
    case keyTooLong(byteCount: Int)
    /// A name or key stands twice in the same object; `within` is the name of the object.
    case duplicateKey(String, within: String?)
    /// A tensor is described by a key that the format does not have.
    case unknownKey(String, tensor: String)
    /// A tensor lacks one of `dtype`, `shape` and `data_offsets`.
    case missingKey(String, tensor: String)
    /// A tensor has elements that are not floating-point numbers ednet reads.
    case unsupportedType(String, tensor: String)
    /// A number is negative, fractional, or too large.
    case invalidNumber(String, key: String, tensor: String)
    /// The offsets are not two, or end before they begin.
    case invalidOffsets([Int], tensor: String)
    /// The shape has a negative extent, or more elements than an integer counts.
    case invalidShape([Int], tensor: String)
    /// The offsets of a tensor span another number of bytes than its shape and type have.
    case byteCountMismatch(tensor: String, expected: Int, found: Int)
    /// The tensor reaches beyond the end of the file.
    case outOfRange(tensor: String, end: Int, available: Int)
    /// The data of two tensors overlap.
    case overlap(tensor: String, with: String)
    /// Bytes before a tensor belong to none.
    case hole(before: String, byteCount: Int)
    /// Bytes after the last tensor belong to none.
    case trailingBytes(byteCount: Int)
    /// A number is NaN or infinite.
    case notFinite(tensor: String, index: Int)
    /// The values are not as many as the shape says.
    case valueCountMismatch(tensor: String, shape: [Int], count: Int)
    /// A tensor has the name under which the metadata are stored.
    case reservedName
  }

  /// One sentence that names the file, what is wrong where, and what to do.
  public var description: String {
    (file ?? "safetensors content") + ": " + reason.sentence
  }
}

extension SafeTensorsError.Reason {
  fileprivate var sentence: String {
    switch self {
    case .system(let action, let message):
      "could not \(action): \(message)"
    case .notARegularFile:
      "is a folder, pipe or device; give the path of a safetensors file"
    case .fileTooLarge(let count):
      "has \(count) bytes, more than the limit of \(SafeTensors.maximumFileByteCount)"
    case .tooShort(let count):
      "has \(count) bytes, too few for a safetensors file; it is cut short or of another kind"
    case .headerTooLong(let count, let limit):
      "has a header of \(count) bytes by its first eight bytes, where at most \(limit) are "
        + "possible; it is damaged, cut short, or no safetensors file"
    case .headerNotAnObject:
      "has a header that does not begin with '{'; it is damaged or no safetensors file"
    case .malformedHeader(let byte, let expected):
      "has a malformed header: expected \(expected) at byte \(byte) of the header; "
        + "get the file again"
    case .invalidUTF8(let byte):
      "has a text that is not UTF-8 at byte \(byte) of the header; get the file again"
    case .keyTooLong(let count):
      "has a name of \(count) bytes in the header, more than the limit of "
        + "\(SafeTensors.maximumKeyByteCount); shorten it"
    case .duplicateKey(let key, let object):
      "has \(quoted(key)) twice in \(object.map(quoted) ?? "the header"); names must be unique"
    case .reservedName:
      "has a tensor named \"__metadata__\", which is reserved; rename it"
    case .unknownKey(let key, let tensor):
      "tensor \(quoted(tensor)) has the unknown key \(quoted(key)); "
        + "a tensor has dtype, shape and data_offsets"
    case .missingKey(let key, let tensor):
      "tensor \(quoted(tensor)) lacks \(quoted(key)); get the file again"
    case .unsupportedType(let type, let tensor):
      "tensor \(quoted(tensor)) has dtype \(quoted(type)); convert it to one of "
        + SafeTensorsElementType.allCases.map(\.rawValue).joined(separator: ", ")
    case .invalidNumber(let text, let key, let tensor):
      "tensor \(quoted(tensor)) has \(text) in its \(key), which must be whole numbers from 0 to "
        + "\(Int.max)"
    case .invalidOffsets(let offsets, let tensor):
      "tensor \(quoted(tensor)) has data_offsets \(listed(offsets)), which must be a begin and an "
        + "end not before it"
    case .invalidShape(let shape, let tensor):
      "tensor \(quoted(tensor)) has the shape \(listed(shape)), which is negative or too large"
    case .byteCountMismatch(let tensor, let expected, let found):
      "tensor \(quoted(tensor)) has \(found) bytes of data where its shape and dtype need "
        + "\(expected); the file is damaged"
    case .outOfRange(let tensor, let end, let available):
      "tensor \(quoted(tensor)) ends at byte \(end) of the data, of which the file has "
        + "\(available); it is cut short or damaged"
    case .overlap(let tensor, let other):
      "tensors \(quoted(tensor)) and \(quoted(other)) overlap; the file is damaged"
    case .hole(let tensor, let count):
      "has \(count) bytes before tensor \(quoted(tensor)) that belong to none; the file is damaged"
    case .trailingBytes(let count):
      "has \(count) bytes after its last tensor; the file is damaged"
    case .notFinite(let tensor, let index):
      "tensor \(quoted(tensor)) is NaN, infinite or beyond 32-bit floating point at element "
        + "\(index); train again with a lower learning rate or get the file again"
    case .valueCountMismatch(let tensor, let shape, let count):
      "tensor \(quoted(tensor)) has the shape \(listed(shape)) but \(count) values"
    }
  }

  /// Returns a name from a file with its control characters escaped, so that a hostile one cannot
  /// steer a terminal, and cut to a length that suits a message.
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
