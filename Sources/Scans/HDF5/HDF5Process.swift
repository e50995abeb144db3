import CHDF5
import Imaging
import Synchronization

/// The child process that holds libhdf5 for one file; its calls are made one after the other.
///
/// Damaged files make libhdf5 crash or never end. Then the child alone ends, and this and every further call is an
/// error.
@safe final class HDF5Process: @unchecked Sendable {
  private let name: String
  private let file: OpaquePointer
  private let calls = Mutex(())
  /// Held while a child starts and during each call of libhdf5 in this process itself, which must not overlap.
  static let starts = Mutex(())
  /// The most bytes of a text.
  private static let textCapacity = 1024

  /// Opens a file on disk, or one in memory.
  ///
  /// - Throws: `ImageFileError` if it is damaged.
  init(_ file: ImageFile) throws(ImageFileError) {
    let bytes = file.path == nil ? try file.bytes() : []
    var message = [CChar](repeating: 0, count: Int(CHDF5_MESSAGE_CAPACITY))
    var opened: OpaquePointer?
    unsafe bytes.withUnsafeBytes { bytes in
      Self.starts.withLock { _ in
        unsafe opened =
          file.path.map { unsafe chdf5_open($0, nil, 0, &message) }
          ?? chdf5_open(nil, bytes.baseAddress, bytes.count, &message)
      }
    }
    guard let opened = unsafe opened else {
      let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw Self.failure(file.name, "the file cannot be opened as HDF5", reason)
    }
    unsafe (name, self.file) = (file.name, opened)
  }

  deinit { unsafe chdf5_close(file) }

  private static func failure(_ name: String, _ clause: String, _ reason: String) -> ImageFileError {
    ImageFileError(file: name, reason: .damaged(clause + (reason.isEmpty ? "" : " (libhdf5: \(reason))")))
  }

  /// Makes a call, whose result is nil if it fails; the clause is the meaning of that.
  private func call<Result: Sendable>(
    _ clause: @autoclosure () -> String,
    _ body: () -> Result?
  ) throws(ImageFileError) -> Result {
    let (result, reason) = calls.withLock { _ in
      let result = body()
      return (result, result == nil ? unsafe String(cString: chdf5_message(file)) : "")
    }
    guard let result else { throw Self.failure(name, clause(), reason) }
    return result
  }

  /// A text that a call writes into a buffer; nil if there is none.
  private func text(_ write: (UnsafeMutablePointer<CChar>, Int) -> Int32) throws(ImageFileError) -> String? {
    try call("a text cannot be read") { () -> String?? in
      var bytes = [CChar](repeating: 0, count: Self.textCapacity)
      guard unsafe write(&bytes, bytes.count) == 0 else { return unsafe chdf5_has_ended(file) == 0 ? .some(nil) : nil }
      return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// The kind of a link in a group; `group` is a path of hard links.
  ///
  /// - Throws: `ImageFileError` if the child has ended.
  func link(_ group: String, _ name: String) throws(ImageFileError) -> CHDF5Link {
    try call("\(group)/\(name) cannot be looked up") {
      let kind = unsafe chdf5_link(file, group, name)
      return kind == CHDF5_LINK_FAILED ? nil : kind
    }
  }

  /// The target of a soft link; nil if it has none.
  ///
  /// - Throws: `ImageFileError` if the child has ended.
  func softTarget(_ group: String, _ name: String) throws(ImageFileError) -> String? {
    unsafe try text { unsafe chdf5_soft_target(file, group, name, $0, $1) }
  }

  /// The names of the links in a group, at most `limit`, in their order; empty if the path is no group.
  ///
  /// - Throws: `ImageFileError` if the child has ended.
  func names(_ group: String, limit: Int) throws(ImageFileError) -> [String] {
    let count = try call("\(group) cannot be listed") { () -> Int64? in
      let count = unsafe chdf5_child_count(file, group)
      return unsafe count < 0 && chdf5_has_ended(file) != 0 ? nil : count
    }
    var names: [String] = []
    for index in 0..<max(0, min(count, Int64(limit))) {
      if let name = unsafe try text({ unsafe chdf5_child(file, group, UInt64(index), $0, $1) }) { names.append(name) }
    }
    return names
  }

  /// Opens a dataset at a path of hard links.
  ///
  /// - Throws: `ImageFileError` if there is none, or none that can be read.
  func dataset(_ path: String) throws(ImageFileError) -> (id: Int64, properties: CHDF5Dataset) {
    try call("\(path) is no dataset that can be read") {
      var properties = CHDF5Dataset()
      let id = unsafe chdf5_dataset(file, path, &properties)
      return id >= 0 ? (id, properties) : nil
    }
  }

  /// Closes a dataset.
  func close(_ dataset: Int64) { calls.withLock { _ in unsafe chdf5_close_dataset(file, dataset) } }

  /// The bytes of a block of elements of a plain dataset.
  ///
  /// - Throws: `ImageFileError` with a clause that says what cannot be read.
  func read(
    _ dataset: Int64,
    _ start: [UInt64],
    _ count: [UInt64],
    byteCount: Int,
    clause: String
  ) throws(ImageFileError) -> [UInt8] {
    try call(clause) {
      var bytes = [UInt8](repeating: 0, count: byteCount)
      let status = unsafe bytes.withUnsafeMutableBytes {
        unsafe chdf5_read(file, dataset, Int32(start.count), start, count, $0.baseAddress, $0.count)
      }
      return status == 0 ? bytes : nil
    }
  }

  /// A chunk as it stands in the file, and the mask of the filters that were skipped.
  ///
  /// - Throws: `ImageFileError` if it cannot be read, was never written, or has more than `limit` bytes.
  func chunk(
    _ dataset: Int64,
    _ offset: [UInt64],
    limit: Int,
    clause: String
  ) throws(ImageFileError) -> (bytes: [UInt8], mask: UInt32) {
    try call(clause) {
      var mask: UInt32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let rank = Int32(offset.count)
        let size = unsafe chdf5_read_chunk(file, dataset, rank, offset, &mask, buffer.baseAddress, limit)
        count = max(0, Int(size))
      }
      return bytes.isEmpty ? nil : (bytes, mask)
    }
  }

  /// The first text of a dataset of variable-length texts; nil if there is none.
  ///
  /// - Throws: `ImageFileError` if the child has ended.
  func firstText(_ dataset: Int64) throws(ImageFileError) -> String? {
    unsafe try text { unsafe chdf5_read_text(file, dataset, $0, $1) }
  }
}
