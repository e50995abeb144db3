import CHDF5

/// An HDF5 file that is written in memory; memory holds it twice at the end.
package final class HDF5Writer {
  private let id: Int64

  /// Creates an empty file.
  ///
  /// - Throws: `HDF5WriteError`.
  package init() throws(HDF5WriteError) {
    id = HDF5Process.starts.withLock { _ in chdf5_create() }
    if id < 0 { throw HDF5WriteError() }
  }

  deinit {
    let id = id
    HDF5Process.starts.withLock { _ in chdf5_close_image(id) }
  }

  /// Creates a group and those above it.
  package func addGroup(_ path: String) throws(HDF5WriteError) {
    try check { unsafe chdf5_write_group(id, path) }
  }

  /// Writes a text, with the groups on its path.
  package func write(_ text: String, to path: String) throws(HDF5WriteError) {
    try check { unsafe chdf5_write_text(id, path, text) }
  }

  /// Writes an array of integers.
  package func write(_ values: [Int64], to path: String) throws(HDF5WriteError) {
    try check { unsafe chdf5_write(id, path, CHDF5_ELEMENTS_INT64, 1, [UInt64(values.count)], values) }
  }

  /// Writes an array of booleans, as h5py stores them.
  package func write(_ values: [Bool], to path: String) throws(HDF5WriteError) {
    let bytes = values.map { UInt8($0 ? 1 : 0) }
    try check { unsafe chdf5_write(id, path, CHDF5_ELEMENTS_BOOLEAN, 1, [UInt64(bytes.count)], bytes) }
  }

  /// Writes an array of numbers, or a table of several rows.
  package func write(_ values: [Double], rows: Int = 1, to path: String) throws(HDF5WriteError) {
    precondition(values.count % rows == 0, "a table has equal rows")
    let extents = (rows > 1 ? [rows] : []) + [values.count / rows]
    try check {
      unsafe chdf5_write(id, path, CHDF5_ELEMENTS_FLOAT64, Int32(extents.count), extents.map(UInt64.init), values)
    }
  }

  /// The content of the file.
  package func bytes() throws(HDF5WriteError) -> [UInt8] {
    let id = id
    let bytes = HDF5Process.starts.withLock { _ -> [UInt8]? in
      let size = chdf5_image(id, nil, 0)
      guard size > 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: Int(size))
      let copied = unsafe bytes.withUnsafeMutableBytes { unsafe chdf5_image(id, $0.baseAddress, $0.count) }
      return copied == size ? bytes : nil
    }
    guard let bytes else { throw HDF5WriteError() }
    return bytes
  }

  private func check(_ write: () -> Int32) throws(HDF5WriteError) {
    guard HDF5Process.starts.withLock({ _ in write() }) == 0 else { throw HDF5WriteError() }
  }
}

/// A failure to write an HDF5 file.
package struct HDF5WriteError: Error, CustomStringConvertible {
  private let reason = HDF5Process.starts.withLock { _ in
    var bytes = [CChar](repeating: 0, count: Int(CHDF5_MESSAGE_CAPACITY))
    unsafe chdf5_image_message(&bytes, bytes.count)
    return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// One sentence.
  package var description: String {
    "the HDF5 file cannot be made" + (reason.isEmpty ? "" : " (libhdf5: \(reason))") + "; write another format"
  }
}
