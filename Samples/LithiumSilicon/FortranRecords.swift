import Foundation
import SampleSupport

/// The records of a sequential unformatted file of Fortran, little-endian with marks of four bytes.
struct FortranRecords {
  /// The file's name, for errors.
  let name: String
  private var rest: ArraySlice<UInt8>

  init(contentsOf file: URL) throws {
    name = file.lastPathComponent
    rest = try ArraySlice(SampleData.read(file))
  }

  /// The bytes of the next record.
  mutating func next(_ content: String) throws -> [UInt8] {
    guard let count = mark(at: rest.startIndex), count >= 0, rest.count >= count + 8,
      mark(at: rest.startIndex + 4 + count) == count
    else { throw SampleError("\(name): no whole record for \(content)") }
    let start = rest.startIndex + 4
    defer { rest = rest[(start + count + 4)...] }
    return Array(rest[start..<start + count])
  }

  private func mark(at index: Int) -> Int? {
    guard index + 4 <= rest.endIndex else { return nil }
    return Int(Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(rest[index + $1]) << (8 * $1) }))
  }

  /// The next record as a number of integers.
  mutating func integers(_ content: String, count: Int) throws -> [Int] {
    let bytes = try next(content)
    guard bytes.count == 4 * count else { throw wrongSize(content, bytes.count, 4 * count) }
    return (0..<count).map { index in
      Int(Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[4 * index + $1]) << (8 * $1) }))
    }
  }

  /// The next record as one integer.
  mutating func integer(_ content: String) throws -> Int { try integers(content, count: 1)[0] }

  /// The next record as a number of reals.
  mutating func reals(_ content: String, count: Int) throws -> [Double] {
    let bytes = try next(content)
    guard bytes.count == 8 * count else { throw wrongSize(content, bytes.count, 8 * count) }
    let values = (0..<count).map { index in
      Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[8 * index + $1]) << (8 * $1) })
    }
    guard values.allSatisfy(\.isFinite) else {
      throw SampleError("\(name): \(content) holds a value that is not finite")
    }
    return values
  }

  /// The next record as text without the blanks at its end.
  mutating func text(_ content: String) throws -> String {
    var text = String(decoding: try next(content), as: UTF8.self)
    while text.last == " " { text.removeLast() }
    return text
  }

  private func wrongSize(_ content: String, _ count: Int, _ expected: Int) -> SampleError {
    SampleError("\(name): \(content) has \(count) bytes, not \(expected)")
  }
}
