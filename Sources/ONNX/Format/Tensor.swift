/// A constant of a graph (`TensorProto`).
struct Tensor: Equatable {
  /// The type of the elements, with its number in the schema.
  enum ElementType: Int { case float = 1, int32 = 6, int64 = 7, bool = 9, double = 11 }

  let name: String
  let shape: [Int]
  let type: ElementType
  /// The elements, row by row, each in little-endian order.
  let bytes: [UInt8]

  init(name: String, shape: [Int], floats: [Float]) {
    self.init(name, shape, .float, count: floats.count, floats.map { $0.bitPattern })
  }

  init(name: String, shape: [Int], doubles: [Double]) {
    self.init(name, shape, .double, count: doubles.count, doubles.map { $0.bitPattern })
  }

  init(name: String, shape: [Int], integers: [Int]) {
    self.init(name, shape, .int64, count: integers.count, integers.map { Int64($0) })
  }

  init(name: String, shape: [Int], indices: [Int32]) {
    self.init(name, shape, .int32, count: indices.count, indices)
  }

  init(name: String, shape: [Int], booleans: [Bool]) {
    self.init(name, shape, .bool, count: booleans.count, booleans.map { UInt8($0 ? 1 : 0) })
  }

  private init(
    _ name: String,
    _ shape: [Int],
    _ type: ElementType,
    count: Int,
    _ elements: [some FixedWidthInteger]
  ) {
    precondition(shape.reduce(1, *) == count, "\(name): \(count) elements of shape \(shape)")
    (self.name, self.shape, self.type) = (name, shape, type)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * (elements.first?.bitWidth ?? 0) / 8)
    for element in elements {
      for shift in stride(from: 0, to: element.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: element >> shift))
      }
    }
    self.bytes = bytes
  }
}

extension Tensor: WireMessage {
  func encode(into encoder: inout WireEncoder) {
    encoder.append(packed: shape, field: 1)
    encoder.append(type.rawValue, field: 2)
    encoder.append(name, field: 8)
    encoder.append(bytes, field: 9)
  }
}
