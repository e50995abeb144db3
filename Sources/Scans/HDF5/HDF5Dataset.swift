import CHDF5
import Imaging

/// A dataset of an HDF5 file, read in slabs: all elements of a range along its first axis.
///
/// Bytes come as they stand in the file. Only gzip and shuffle are undone, by ednet itself, into memory of the size
/// that the chunk states, so that neither a plugin runs nor a chunk grows without bound.
final class HDF5Dataset: Sendable {
  /// The path in the file, for errors.
  let path: String
  /// The name of the file, for errors.
  let fileName: String
  /// The extents, the last of neighbouring elements; empty for a scalar.
  let extents: [Int]
  /// The extents of a chunk; empty without chunks.
  let chunk: [Int]
  /// The kind of the elements.
  let kind: CHDF5Kind
  /// The bytes of an element.
  let elementSize: Int
  /// True if integers have a sign.
  let isSigned: Bool
  /// True if the first byte of an element is the most significant.
  let isBigEndian: Bool
  private let id: Int64
  /// The numbers of the filters, in the order in which they were applied.
  private let filters: [Int]
  private let process: HDF5Process

  /// The most bytes of a slab.
  static let largestSlab = 1 << 28
  /// The numbers of filters (H5Zpublic.h).
  private static let (deflate, shuffle) = (1, 2)
  /// The names of filters that are not read.
  private static let foreignFilters = [3: "fletcher32", 4: "szip", 5: "nbit", 6: "scaleoffset", 32000: "lzf"]

  init(_ file: HDF5File, path: String, resolved: String) throws(ImageFileError) {
    let found: CHDF5Dataset
    (id, found) = try file.process.dataset(resolved)
    (process, self.path, fileName) = (file.process, path, file.name)
    let rank = Int(found.rank)
    func list<Tuple>(_ tuple: Tuple, _ count: Int) -> [UInt64] {
      unsafe withUnsafeBytes(of: tuple) { unsafe Array($0.bindMemory(to: UInt64.self).prefix(count)) }
    }
    kind = found.kind
    elementSize = found.element_size
    isSigned = found.is_signed != 0
    isBigEndian = found.is_big_endian != 0
    let isChunked = found.layout == CHDF5_LAYOUT_CHUNKED
    let sizes = list(found.extents, rank) + (isChunked ? list(found.chunk, rank) : [])
    let values = sizes.compactMap { Int(exactly: $0) }
    filters = unsafe withUnsafeBytes(of: found.filters) {
      unsafe $0.bindMemory(to: Int32.self).prefix(Int(found.filter_count)).map { Int($0) }
    }
    (extents, chunk) = (Array(values.prefix(rank)), Array(values.dropFirst(rank)))
    guard values.count == sizes.count, !chunk.contains(0), elementSize > 0 else {
      throw damaged("its size is not valid")
    }
    guard found.layout != CHDF5_LAYOUT_FOREIGN else {
      throw unreadable("its elements are in other files, which are not opened; store them in this file")
    }
    for filter in filters where filter != Self.deflate && filter != Self.shuffle {
      let name = Self.foreignFilters[filter] ?? "number \(filter)"
      throw unreadable("it has the filter \(name); write it again with gzip, for example by h5repack -f GZIP=4")
    }
    try check(storage: found.storage)
  }

  deinit { process.close(id) }

  /// The number of elements.
  var count: Int { extents.reduce(1, *) }

  /// The number of elements for each step along the first axis.
  var rowCount: Int { extents.dropFirst().reduce(1, *) }

  func damaged(_ clause: String) -> ImageFileError {
    ImageFileError(file: fileName, reason: .damaged("\(path): \(clause)"))
  }

  func unreadable(_ clause: String) -> ImageFileError {
    ImageFileError(file: fileName, reason: .unreadable("\(path): \(clause)"))
  }

  /// Throws unless the bytes in the file can hold the elements.
  private func check(storage: UInt64) throws(ImageFileError) {
    var bytes = elementSize
    for extent in extents {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: max(extent, 1))
      guard !overflows else { throw damaged("its dimensions \(size) are too large") }
      bytes = product
    }
    guard !extents.contains(0), kind != CHDF5_KIND_VARIABLE_TEXT else { return }
    // Deflate shrinks at most by 1032 (zlib.net/zlib_tech.html); the last chunks may reach over the end.
    let most = Double(storage) * (filters.isEmpty ? 1 : 1032) + (chunk.isEmpty || storage == 0 ? 0 : 4096)
    guard Double(bytes) <= most else {
      throw damaged("its dimensions \(size) claim \(bytes) bytes, more than the \(storage) bytes in the file can hold")
    }
  }

  /// The dimensions as text.
  var size: String { extents.isEmpty ? "1" : extents.map(String.init).joined(separator: " × ") }

  /// The number of rows along the first axis to read at a time: whole chunks, or about one megabyte.
  var slabRows: Int {
    chunk.first ?? max(1, (1 << 20) / max(1, rowCount * elementSize))
  }

  /// Throws if a slab of `slabRows` would need too much memory.
  func checkSlab() throws(ImageFileError) {
    let rows = min(slabRows, max(extents.first ?? 1, 1))
    let (bytes, overflows) = (rowCount * elementSize).multipliedReportingOverflow(by: rows)
    guard !overflows, bytes <= Self.largestSlab, (try? chunkBytes()) != nil else {
      throw unreadable(
        "chunks of \(chunk.map(String.init).joined(separator: " × ")) elements need too much memory; write it again "
          + "with chunks of few patterns, for example by h5repack -l CHUNK=…"
      )
    }
  }

  private func chunkBytes() throws(ImageFileError) -> Int {
    var bytes = elementSize
    for extent in chunk {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: extent)
      guard !overflows, product <= Self.largestSlab else { throw damaged("its chunks are too large") }
      bytes = product
    }
    return bytes
  }

  /// The bytes of a range along the first axis, or of a scalar.
  ///
  /// - Throws: `ImageFileError` if they are damaged, incomplete or too many.
  func slab(_ rows: Range<Int>) throws(ImageFileError) -> [UInt8] {
    let (bytes, overflows) = (rowCount * elementSize).multipliedReportingOverflow(by: rows.count)
    guard !overflows, bytes <= Self.largestSlab else { throw damaged("it is too large to be read") }
    guard !rows.isEmpty, rowCount > 0 else { return [] }
    return chunk.isEmpty ? try plainSlab(rows, bytes) : try chunkedSlab(rows, bytes)
  }

  private func plainSlab(_ rows: Range<Int>, _ byteCount: Int) throws(ImageFileError) -> [UInt8] {
    try process.read(
      id,
      extents.isEmpty ? [] : [UInt64(rows.lowerBound)] + extents.dropFirst().map { _ in 0 },
      extents.isEmpty ? [] : [UInt64(rows.count)] + extents.dropFirst().map { UInt64($0) },
      byteCount: byteCount,
      clause: "\(path) cannot be read"
    )
  }

  /// Gathers a slab from all chunks that overlap it.
  private func chunkedSlab(_ rows: Range<Int>, _ byteCount: Int) throws(ImageFileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    let first = rows.lowerBound / chunk[0] * chunk[0]
    var offset = [first] + chunk.dropFirst().map { _ in 0 }
    while true {
      copy(try decodedChunk(at: offset), at: offset, into: &bytes, rows)
      var axis = chunk.count - 1
      while axis >= 0 {
        offset[axis] += chunk[axis]
        if offset[axis] < (axis == 0 ? rows.upperBound : extents[axis]) { break }
        offset[axis] = axis == 0 ? first : 0
        axis -= 1
      }
      if axis < 0 { return bytes }
    }
  }

  /// Copies the part of a chunk that lies in the slab, line by line along the last axis.
  private func copy(_ source: [UInt8], at offset: [Int], into target: inout [UInt8], _ rows: Range<Int>) {
    let rank = extents.count
    let low = (0..<rank).map { max(offset[$0], $0 == 0 ? rows.lowerBound : 0) }
    let high = (0..<rank).map { min(offset[$0] + chunk[$0], $0 == 0 ? rows.upperBound : extents[$0]) }
    guard zip(low, high).allSatisfy({ $0 < $1 }) else { return }
    let line = (high[rank - 1] - low[rank - 1]) * elementSize
    var place = low
    while true {
      var (from, to) = (0, 0)
      for axis in 0..<rank {
        from = from * chunk[axis] + place[axis] - offset[axis]
        to = to * (axis == 0 ? rows.count : extents[axis]) + place[axis] - (axis == 0 ? rows.lowerBound : 0)
      }
      target.replaceSubrange(
        to * elementSize..<to * elementSize + line,
        with: source[from * elementSize..<from * elementSize + line]
      )
      var axis = rank - 2
      while axis >= 0 {
        place[axis] += 1
        if place[axis] < high[axis] { break }
        place[axis] = low[axis]
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// A chunk with its filters undone.
  private func decodedChunk(at offset: [Int]) throws(ImageFileError) -> [UInt8] {
    let size = try chunkBytes()
    var (bytes, mask) = try process.chunk(
      id,
      offset.map { UInt64($0) },
      // Deflate never needs more than a few bytes in each block beyond what it stores.
      limit: size + size / 8 + 1024,
      clause: "\(path) cannot be read at \(offset.map(String.init).joined(separator: ", "))"
    )
    for (index, filter) in filters.enumerated().reversed() where mask & (1 << UInt32(index)) == 0 {
      if filter == Self.deflate {
        var output = [UInt8](repeating: 0, count: size)
        let status = unsafe bytes.withUnsafeBytes { input in
          unsafe output.withUnsafeMutableBytes {
            unsafe chdf5_inflate(input.baseAddress, input.count, $0.baseAddress, $0.count)
          }
        }
        guard status == 0 else {
          throw damaged("the compressed chunk at \(offset.map(String.init).joined(separator: ", ")) is not valid")
        }
        bytes = output
      } else {
        bytes = unshuffled(bytes)
      }
    }
    guard bytes.count == size else { throw damaged("a chunk has \(bytes.count) bytes instead of \(size)") }
    return bytes
  }

  /// Undoes the filter shuffle, which stores the first bytes of all elements, then the second ones, and so on.
  private func unshuffled(_ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count / elementSize
    guard elementSize > 1, count > 1 else { return bytes }
    var output = bytes
    for byte in 0..<elementSize {
      for element in 0..<count { output[element * elementSize + byte] = bytes[byte * count + element] }
    }
    return output
  }

  /// The first text of a dataset of texts, without spaces around it; nil for other datasets.
  func text() throws(ImageFileError) -> String? {
    guard !extents.contains(0) else { return nil }
    let text: String?
    switch kind {
    case CHDF5_KIND_VARIABLE_TEXT: text = try process.firstText(id)
    case CHDF5_KIND_TEXT where elementSize <= 1 << 16:
      text = String(decoding: try slab(0..<1).prefix(elementSize).prefix { $0 != 0 }, as: UTF8.self)
    default: text = nil
    }
    return text.map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
  }
}
