import Files

/// The content of a safetensors file: named tensors of 32-bit floating-point numbers, and metadata.
///
/// The container is described in `Documentation/ModelFormat.md` and at
/// https://github.com/huggingface/safetensors; this reader is as strict as that specification.
/// It can write any content that it reads, and read any that it writes. Names and metadata keys that
/// differ only by Unicode normalisation are equal.
public struct SafeTensors: Sendable, Equatable {
  /// A named block of numbers with a shape.
  public struct Tensor: Sendable, Equatable {
    /// The name, unique in its file, as in `layers.0.weight`.
    public var name: String
    /// The extent of each dimension, outermost first; a scalar has none.
    public var shape: [Int]
    /// The elements in row-major order, as many as the product of `shape`.
    public var values: [Float]
    /// True to write the elements as bfloat16, rounded to 8 significant bits: half the size.
    public var isBFloat16 = false

    /// Creates a tensor; `encoded()` checks it.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The tensors in the order of their data in the file.
  public var tensors: [Tensor]
  /// Free text by key, stored under `__metadata__`.
  public var metadata: [String: String]

  /// The maximum size of a header in bytes: 100 MB, as in the reference implementation.
  public static let maximumHeaderByteCount = 100_000_000
  /// The maximum size of a file in bytes: 4 GiB.
  public static let maximumFileByteCount = 4 << 30
  /// The maximum length of a tensor name or metadata key in UTF-8 bytes.
  public static let maximumKeyByteCount = 4096

  /// Creates the content of a file; `encoded()` checks it.
  public init(tensors: [Tensor] = [], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Decodes the bytes of a whole file.
  ///
  /// Elements of type F32, F16, BF16 and F64 become `Float`.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: the name of the file in errors.
  /// - Throws: `SafeTensorsError` if the bytes violate the specification, a tensor has another
  ///   element type, or a number is NaN or infinite as a `Float`.
  public init(decoding bytes: [UInt8], name: String) throws(SafeTensorsError) {
    let headerByteCount = try SafeTensorsHeader.byteCount(
      prefix: bytes.prefix(8),
      fileByteCount: bytes.count,
      file: name
    )
    var position = 8 + headerByteCount
    let header = try SafeTensorsHeader(
      parsing: Array(bytes[8..<position]),
      dataByteCount: bytes.count - position,
      file: name
    )
    try self.init(header: header, file: name) { count throws(SafeTensorsError) in
      defer { position += count }
      return Array(bytes[position..<(position + count)])
    }
  }

  /// Reads a file; its header is checked before the data are read.
  ///
  /// - Parameter path: the path of the file.
  /// - Throws: `SafeTensorsError` if the file cannot be read, and as `init(decoding:name:)`.
  public init(contentsOf path: String) throws(SafeTensorsError) {
    do throws(SafeTensorsError) { self = try Self.content(of: path) } catch {
      guard error.reason.isOfHeader, let start = try? FileBytes.start(path, count: ForeignContent.startCount),
        let content = ForeignContent(start)
      else { throw error }
      throw SafeTensorsError(file: path, reason: .foreign(content.clause))
    }
  }

  private static func content(of path: String) throws(SafeTensorsError) -> SafeTensors {
    let file = try Self.open(path)
    let headerByteCount = try SafeTensorsHeader.byteCount(
      prefix: Self.read(min(8, file.byteCount), from: file)[...],
      fileByteCount: file.byteCount,
      file: path
    )
    let header = try SafeTensorsHeader(
      parsing: Self.read(headerByteCount, from: file),
      dataByteCount: file.byteCount - 8 - headerByteCount,
      file: path
    )
    return try SafeTensors(header: header, file: path) { count throws(SafeTensorsError) in
      try Self.read(count, from: file)
    }
  }

  private static func open(_ path: String) throws(SafeTensorsError) -> InputFile {
    do { return try InputFile(path, limit: maximumFileByteCount) } catch { throw SafeTensorsError(error) }
  }

  private static func read(_ count: Int, from file: borrowing InputFile) throws(SafeTensorsError) -> [UInt8] {
    do { return try file.read(count: count) } catch { throw SafeTensorsError(error) }
  }

  /// Decodes the tensors of a header; `read` returns the next bytes of the data.
  private init(
    header: SafeTensorsHeader,
    file: String,
    read: (_ count: Int) throws(SafeTensorsError) -> [UInt8]
  ) throws(SafeTensorsError) {
    tensors = []
    metadata = header.metadata
    for entry in header.entries {
      let values = entry.elementType.floats(from: try read(entry.offsets.count))
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw SafeTensorsError(file: file, reason: .notFinite(tensor: entry.name, index: index))
      }
      tensors.append(Tensor(name: entry.name, shape: entry.shape, values: values))
    }
  }

  /// The bytes of a file with this content; equal content gives equal bytes.
  ///
  /// The metadata come first with their keys sorted by their UTF-8 bytes, the header is padded with
  /// spaces to a multiple of eight bytes, and the data follow in the order of `tensors` as
  /// little-endian F32 or BF16 without holes.
  ///
  /// - Throws: `SafeTensorsError` if a name is not unique, is `__metadata__` or is too long, a
  ///   shape is invalid or does not match its values, a value is not finite, or a limit is exceeded.
  public func encoded() throws(SafeTensorsError) -> [UInt8] { try encoded(file: nil) }

  /// Writes the content to a file atomically.
  ///
  /// The bytes go to a temporary file in the same folder, which is flushed to the disk and renamed. After a failure, it
  /// is removed, and an existing file at `path` is unchanged.
  ///
  /// - Parameter path: the path of the file; an existing file is replaced.
  /// - Throws: `SafeTensorsError` as `encoded()`, and if the file cannot be written.
  public func write(to path: String) throws(SafeTensorsError) {
    let bytes = try encoded(file: path)
    do { try AtomicFile(path).write(bytes) } catch { throw SafeTensorsError(error) }
  }

  private func encoded(file: String?) throws(SafeTensorsError) -> [UInt8] {
    let header = try SafeTensorsHeader(describing: self, file: file).encoded(file: file)
    let dataByteCount = tensors.reduce(0) { $0 + $1.elementType.byteCount * $1.values.count }
    let byteCount = 8 + header.count + dataByteCount
    guard byteCount <= Self.maximumFileByteCount else {
      throw SafeTensorsError(file: file, reason: .fileTooLarge(byteCount: byteCount))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: header.count >> shift)) }
    bytes += header
    for tensor in tensors { tensor.elementType.append(tensor.values, to: &bytes) }
    return bytes
  }
}

extension SafeTensors.Tensor {
  /// The type of the elements in a file.
  var elementType: SafeTensorsElementType { isBFloat16 ? .bfloat16 : .float32 }
}
