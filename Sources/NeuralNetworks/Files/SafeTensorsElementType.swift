/// The readable element types of safetensors files, by their names in the header.
enum SafeTensorsElementType: String, Sendable, CaseIterable {
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float64 = "F64"

  /// The bytes of one element.
  var byteCount: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  /// The numbers of little-endian elements; `bytes` is a whole number of them.
  ///
  /// F64 is rounded to the nearest `Float`, and is infinite beyond its range.
  func floats(from bytes: [UInt8]) -> [Float] {
    let count = bytes.count / byteCount
    var values = [Float](repeating: 0, count: count)
    // Assembling elements from single bytes with bounds checks would take several times as long.
    unsafe bytes.withUnsafeBytes { source in
      unsafe values.withUnsafeMutableBufferPointer { values in
        switch self {
        case .float32:
          for index in 0..<count {
            let bits = unsafe source.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
            unsafe values[index] = Float(bitPattern: UInt32(littleEndian: bits))
          }
        case .float16:
          for index in 0..<count {
            let bits = unsafe source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
            unsafe values[index] = Self.float(half: UInt16(littleEndian: bits))
          }
        case .bfloat16:
          for index in 0..<count {
            let bits = unsafe source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
            unsafe values[index] = Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
          }
        case .float64:
          for index in 0..<count {
            let bits = unsafe source.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
            unsafe values[index] = Float(Double(bitPattern: UInt64(littleEndian: bits)))
          }
        }
      }
    }
    return values
  }

  /// Returns whether a value is finite in a file of this type, F32 or BF16.
  func isFinite(_ value: Float) -> Bool {
    // From halfway between the greatest BF16 and 2¹²⁸ on, values would be rounded to infinity.
    self == .bfloat16 ? value.magnitude < Float(bitPattern: 0x7F7F_8000) : value.isFinite
  }

  /// Appends the little-endian elements of `values` to `bytes`; the type must be F32 or BF16.
  func append(_ values: [Float], to bytes: inout [UInt8]) {
    guard self == .float32 else {
      precondition(self == .bfloat16, "tensors are written as F32 or BF16")
      for value in values {
        // Rounded to the nearest, ties to even.
        let bits = value.bitPattern
        let half = UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
        bytes += [UInt8(truncatingIfNeeded: half), UInt8(truncatingIfNeeded: half >> 8)]
      }
      return
    }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 4 * values.count))
    unsafe bytes.withUnsafeMutableBytes { target in
      for index in values.indices {
        unsafe target.storeBytes(
          of: values[index].bitPattern.littleEndian,
          toByteOffset: start + 4 * index,
          as: UInt32.self
        )
      }
    }
  }

  /// The number with the bits of an IEEE 754 binary16.
  ///
  /// `Float16` does not exist on every platform of Swift (macOS on Intel).
  static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:  // zero and subnormal: fraction × 2⁻²⁴, exact in Float
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: sign | magnitude.bitPattern)
    case 31:  // infinity and NaN
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:  // the biases of the exponents, 127 and 15, differ by 112
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
