import Foundation
import RandomNumbers
import Testing

@testable import NeuralNetworks

@Suite struct SafeTensorsElementTypeTests {
  @Test func halvesAreExact() throws {
    let is2x2 = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }
    let data = is2x2.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let header = oneTensor("F16", "[\(is2x2.count)]", "[0,\(data.count)]")
    let values = try decoded(fileBytes(header, data: data)).tensors[0].values
    for (bits, value) in zip(is2x2, values) {
      let exponent = Int(bits >> 10 & 31)
      let fraction = Double(bits & 0x3FF) / 1024
      let magnitude = exponent == 0 ? scalbn(fraction, -14) : scalbn(1 + fraction, exponent - 15)
      let expected = Float(bits & 0x8000 == 0 ? magnitude : -magnitude)
      #expect(value.bitPattern == expected.bitPattern)
    }
  }

  @Test func bfloat16IsTheUpperHalfOfAFloat() throws {
    let data: [UInt8] = [0x80, 0x3F, 0x49, 0xC0, 0x01, 0x00]
    let content = try decoded(fileBytes(oneTensor("BF16", "[3]", "[0,6]"), data: data))
    #expect(content.tensors[0].values == [1, -3.140625, Float(bitPattern: 0x10000)])
  }

  @Test func bfloat16HasHalfTheSizeAndEightSignificantBits() throws {
    var tensor = SafeTensors.Tensor(name: "w", shape: [5], values: [1, -3.140625, 0, 1.00390625, 1e-38])
    tensor.isBFloat16 = true
    let bytes = try SafeTensors(tensors: [tensor]).encoded()
    #expect(String(decoding: bytes.dropFirst(8).prefix(40), as: UTF8.self).contains("BF16"))
    #expect(bytes.suffix(10) == [0x80, 0x3F, 0x49, 0xC0, 0, 0, 0x80, 0x3F, 0x6D, 0x00])
    // Halfway between 1 and 1 + 2⁻⁷: ties go to even.
    #expect(try decoded(bytes).tensors[0].values[..<4] == [1, -3.140625, 0, 1])
  }

  /// The nearest number of eight significant bits, by search.
  private func rounded(_ value: Float) -> Float {
    let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
    let above = Float(bitPattern: below.bitPattern &+ 0x1_0000)
    let (down, up) = (abs(Double(value) - Double(below)), abs(Double(above) - Double(value)))
    if down == up { return below.bitPattern >> 16 & 1 == 0 ? below : above }
    return down < up ? below : above
  }

  @Test func bfloat16IsRoundedToTheNearest() {
    var generator = KeyedGenerator(1)
    var values: [Float] = (0..<2000).map { _ in
      // Any finite number, far from overflow.
      Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()) & 0xBFFF_FFFF)
    }
    values += [0, -0.0, 1, 1.00390625, 1.01171875, .leastNonzeroMagnitude, -.leastNormalMagnitude]
    var bytes: [UInt8] = []
    SafeTensorsElementType.bfloat16.append(values, to: &bytes)
    let read = SafeTensorsElementType.bfloat16.floats(from: bytes)
    for (value, found) in zip(values, read) { #expect(found.bitPattern == rounded(value).bitPattern, "\(value)") }
  }

  @Test func numbersThatRoundToInfinityAreRefused() throws {
    // The greatest number of eight significant bits, and the midpoint between it and 2¹²⁸.
    let (greatest, midpoint) = (Float(bitPattern: 0x7F7F_0000), Float(bitPattern: 0x7F7F_8000))
    for (value, isWritten) in [
      (greatest, true), (midpoint.nextDown, true), (midpoint, false), (-midpoint, false),
      (.greatestFiniteMagnitude, false),
    ] {
      var tensor = SafeTensors.Tensor(name: "w", shape: [2], values: [1, value])
      #expect(throws: Never.self) { try SafeTensors(tensors: [tensor]).encoded() }
      tensor.isBFloat16 = true
      let content = SafeTensors(tensors: [tensor])
      if isWritten {
        #expect(abs(try decoded(content.encoded()).tensors[0].values[1]) == greatest)
      } else {
        #expect(throws: SafeTensorsError(file: nil, reason: .notFinite(tensor: "w", index: 1))) {
          try content.encoded()
        }
      }
    }
  }

  @Test func doublesAreRoundedToTheNearestFloat() {
    let values: [Double] = [0.1, 1 + 0x1p-24, 1 + 0x1.8p-24, -0.0, 1e39, 1e-50]
    let bytes = values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    let expected: [Float] = [0.1, 1, 1.0000001, -0.0, .infinity, 0]
    #expect(SafeTensorsElementType.float64.floats(from: bytes).map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func elementsHaveTheSizesOfTheirNames() {
    for type in SafeTensorsElementType.allCases {
      #expect(type.rawValue.hasSuffix("F\(8 * type.byteCount)"))
      #expect(type.floats(from: []).isEmpty)
    }
    var bytes: [UInt8] = [7]
    SafeTensorsElementType.float32.append([1, -2.5, .leastNonzeroMagnitude], to: &bytes)
    #expect(bytes == [7, 0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 1, 0, 0, 0])
    #expect(SafeTensorsElementType.float32.floats(from: Array(bytes.dropFirst())) == [1, -2.5, .leastNonzeroMagnitude])
  }
}
