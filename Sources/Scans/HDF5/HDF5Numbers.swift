import CHDF5
import Imaging

/// The numbers of bytes of a known type.
struct HDF5Numbers: Sendable {
  private let kind: CHDF5Kind
  private let size: Int
  private let isSigned: Bool
  private let isBigEndian: Bool

  /// Reads elements of a dataset's type; nil unless these are integers or floating-point numbers.
  init?(_ dataset: HDF5Dataset) {
    guard dataset.kind == CHDF5_KIND_INTEGER || dataset.kind == CHDF5_KIND_FLOAT else { return nil }
    (kind, size) = (dataset.kind, dataset.elementSize)
    (isSigned, isBigEndian) = (dataset.isSigned, dataset.isBigEndian)
  }

  /// True if all numbers are integers of 0...255 or 0...65535.
  var isUnsigned8Or16: Bool { kind == CHDF5_KIND_INTEGER && !isSigned && size <= 2 }

  /// The elements of a range, in double precision.
  func doubles(_ bytes: [UInt8], _ range: Range<Int>) -> [Double] { range.map { double(bytes, $0) } }

  /// The elements of a range, as intensities.
  func floats(_ bytes: [UInt8], _ range: Range<Int>) -> [Float] {
    if size == 1 && !isSigned && kind == CHDF5_KIND_INTEGER { return bytes[range].map { Float($0) } }
    return range.map { Float(double(bytes, $0)) }
  }

  private func double(_ bytes: [UInt8], _ index: Int) -> Double {
    var bits: UInt64 = 0
    for byte in 0..<size {
      let place = index * size + (isBigEndian ? byte : size - 1 - byte)
      bits = bits << 8 | UInt64(bytes[place])
    }
    if kind == CHDF5_KIND_FLOAT {
      return size == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
    }
    guard isSigned else { return Double(bits) }
    let unused = UInt64(64 - 8 * size)
    return Double(Int64(bitPattern: bits << unused) >> Int64(unused))
  }
}

extension HDF5Dataset {
  /// Hands over all numbers in their order, a part of them at a time; nothing if there are none.
  func forEachPart(_ body: ([Double]) -> Void) throws(ImageFileError) {
    guard let numbers = HDF5Numbers(self), !extents.contains(0) else { return }
    try checkSlab()
    let rows = extents.first ?? 1
    for first in stride(from: 0, to: rows, by: slabRows) {
      let last = min(first + slabRows, rows)
      body(numbers.doubles(try slab(first..<last), 0..<(last - first) * rowCount))
    }
  }

  /// All numbers; empty if there are none or more than a limit.
  func numbers(limit: Int) throws(ImageFileError) -> [Double] {
    guard count <= limit else { return [] }
    var all: [Double] = []
    try forEachPart { all += $0 }
    return all
  }
}
