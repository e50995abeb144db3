import CKernels
import RandomNumbers
import Testing

/// The kernels of integers of every instruction set that this processor has, against sums written down plainly: equal
/// to the last bit.
@Suite struct QuantizedKernelsTests {
  private static let sets = (0..<4).filter { ednet_quantized_kernels_at(Int32($0)) != nil }

  /// A convolution, numbers for it, and the plain way to its output.
  private struct Example: CustomStringConvertible {
    var shape: EdnetQuantizedConvolution
    var pools: Bool, adds: Bool, givesBytes: Bool
    /// Pixels of [example][row][column][channel] or, for the first layer, floats of a single channel.
    var x: [Int], floats: [Float] = []
    var weights: [Int]
    var scale: [Float], bias: [Float]
    var addend: [Int]
    var storedFilters: Int

    init(_ size: (Int, Int), channels: Int, filters: Int, padding: Int, _ flags: Int, isFirst: Bool = false) {
      (pools, adds, givesBytes) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0)
      shape = EdnetQuantizedConvolution(
        examples: 2,
        channels: channels,
        filters: filters,
        height: size.0,
        width: size.1,
        padding: padding
      )
      var generator = KeyedGenerator(size.0, size.1, channels + filters, flags + 8 * padding)
      func integers(_ count: Int, _ range: ClosedRange<Int>) -> [Int] {
        (0..<count).map { _ in Int.random(in: range, using: &generator) }
      }
      let pixels = 2 * size.0 * size.1
      if isFirst {
        floats = generator.normals(pixels)
        x = []
        weights = integers(filters * 9, -7000...7000)
      } else {
        x = integers(pixels * channels, 0...255)
        weights = integers(filters * channels * 9, -127...127)
      }
      // Some scales are negative, and outputs lie on both sides of the ends of a byte.
      scale = integers(filters, -20...80).map { Float($0) * (isFirst ? 1e-4 : 1e-5) }
      bias = integers(filters, -30...150).map { Float($0) * 1.37 }
      addend = []
      storedFilters = filters - 3
      addend = integers(2 * height * width * filters, 0...255)
    }

    var sumHeight: Int { shape.height + 2 * shape.padding - 2 }
    var sumWidth: Int { shape.width + 2 * shape.padding - 2 }
    var height: Int { pools ? sumHeight / 2 : sumHeight }
    var width: Int { pools ? sumWidth / 2 : sumWidth }
    var description: String {
      "\(shape.channels)×\(shape.height)×\(shape.width), \(shape.filters) filters, padding \(shape.padding), pools "
        + "\(pools), adds \(adds), bytes \(givesBytes)"
    }

    /// A map of [example][row][column][channel] with its zeros around it.
    func stored(_ values: [Int], channels: Int, height: Int, width: Int) -> [UInt8] {
      let size = ednet_quantized_map_count(channels, height, width)
      let pitch = ((width + 1) / 2 * 2 + 2) * channels
      var bytes = [UInt8](repeating: 0, count: 2 * size)
      for (index, value) in values.enumerated() {
        let (pixel, channel) = (index / channels, index % channels)
        let (row, column) = (pixel / width % height, pixel % width)
        bytes[pixel / (width * height) * size + (row + 1) * pitch + (column + 1) * channels + channel] = UInt8(value)
      }
      return bytes
    }

    /// The input as the kernels round it, and what a unit stands for, for each example.
    var rounded: (x: [Int], units: [Float]) {
      guard x.isEmpty else { return (x, [1, 1]) }
      let count = shape.height * shape.width
      let greatest = [0, 1].map { n in floats[n * count..<(n + 1) * count].map(abs).max() ?? 0 }
      let x = floats.indices.map { Int((floats[$0] * (32_767 / greatest[$0 / count])).rounded(.toNearestOrEven)) }
      return (x, greatest.map { $0 / 32_767 })
    }

    /// The outputs, [example][row][column][filter].
    var outputs: [Float] {
      let (x, units) = rounded
      let channels = self.x.isEmpty ? 1 : shape.channels
      var result: [Float] = []
      for n in 0..<2 {
        for i in 0..<height {
          for j in 0..<width {
            for k in 0..<shape.filters {
              let sums = (0..<(pools ? 4 : 1)).map { part in
                let (row, column) = pools ? (2 * i + part / 2, 2 * j + part % 2) : (i, j)
                var sum = 0
                for u in 0..<3 {
                  for v in 0..<3 {
                    let (y, z) = (row + u - shape.padding, column + v - shape.padding)
                    guard y >= 0, y < shape.height, z >= 0, z < shape.width else { continue }
                    for c in 0..<channels {
                      sum +=
                        x[((n * shape.height + y) * shape.width + z) * channels + c]
                        * weights[(k * channels + c) * 9 + 3 * u + v]
                    }
                  }
                }
                return sum
              }
              var output = Float(sums.max() ?? 0) * (scale[k] * units[n]) + bias[k]
              if adds { output += Float(addend[result.count]) * 0.37 }
              result.append(output > 0 ? output : 0)
            }
          }
        }
      }
      return result
    }

    /// The outputs in the kernels' form: bytes with zeros around them, or [example][filter][row][column].
    var expected: (bytes: [UInt8], floats: [Float]) {
      let outputs = outputs
      let filters = shape.filters
      let bytes = outputs.map { Int(min($0, 255).rounded(.toNearestOrEven)) }
      var floats = [Float](repeating: 0, count: 2 * storedFilters * height * width)
      for (index, output) in outputs.enumerated() where index % filters < storedFilters {
        let (pixel, area) = (index / filters, height * width)
        floats[(pixel / area * storedFilters + index % filters) * area + pixel % area] = output
      }
      return (stored(bytes, channels: filters, height: height, width: width), floats)
    }

    /// The outputs of the kernels of an instruction set, with guard values after them.
    func computed(_ set: Int, isFirst: Bool) -> (bytes: [UInt8], floats: [Float]) {
      let kernels = ednet_quantized_kernels_at(Int32(set)).pointee
      var shape = shape
      let size = 2 * ednet_quantized_map_count(shape.filters, height, width)
      var bytes = [UInt8](repeating: 77, count: size + 64)
      var floats = [Float](repeating: 7.25, count: 2 * storedFilters * height * width + 16)
      let addends = stored(addend, channels: shape.filters, height: height, width: width)
      let input = isFirst ? [] : stored(x, channels: shape.channels, height: shape.height, width: shape.width)
      var packed = [Int8](repeating: 1, count: ednet_quantized_weight_count(shape.filters, shape.channels))
      var words = [Int16](repeating: 1, count: ednet_quantized_first_weight_count(shape.filters))
      if isFirst {
        ednet_quantized_pack_first(weights.map(Int16.init), shape.filters, &words)
      } else {
        ednet_quantized_pack(weights.map(Int8.init), shape.filters, shape.channels, &packed)
      }
      let scratchCount = ednet_quantized_scratch_count(&shape)
      var scratch = [Int16](repeating: 1, count: scratchCount) + [Int16](repeating: 99, count: 32)
      scale.withUnsafeBufferPointer { scale in
        bias.withUnsafeBufferPointer { bias in
          addends.withUnsafeBufferPointer { addends in
            bytes.withUnsafeMutableBufferPointer { bytes in
              floats.withUnsafeMutableBufferPointer { floats in
                var epilogue = EdnetQuantizedEpilogue(
                  scale: scale.baseAddress,
                  bias: bias.baseAddress,
                  pools: pools ? 1 : 0,
                  addend: adds ? addends.baseAddress : nil,
                  addendScale: 0.37,
                  bytes: givesBytes ? bytes.baseAddress : nil,
                  floats: givesBytes ? nil : floats.baseAddress,
                  storedFilters: storedFilters
                )
                if isFirst {
                  kernels.convolveFirst(&shape, self.floats, words, &epilogue, &scratch)
                } else {
                  kernels.convolve(&shape, input, packed, &epilogue)
                }
              }
            }
          }
        }
      }
      #expect(scratch.suffix(32).allSatisfy { $0 == 99 }, "\(self)")
      #expect(bytes.suffix(64).allSatisfy { $0 == 77 } && floats.suffix(16).allSatisfy { $0 == 7.25 }, "\(self)")
      return (Array(bytes.dropLast(64)), Array(floats.dropLast(16)))
    }
  }

  /// Extents that tiles of four and six columns fill, and odd ones; one panel of filters, a part of one, and several.
  private static let sizes = [(3, 3), (4, 6), (5, 8), (6, 9), (7, 10), (9, 4), (8, 15)]
  private static let channels = [(16, 16), (32, 48), (48, 32), (16, 80)]

  private static func check(_ example: Example, _ set: Int, isFirst: Bool) {
    let (expected, computed) = (example.expected, example.computed(set, isFirst: isFirst))
    if example.givesBytes {
      #expect(computed.bytes == expected.bytes, "\(example)")
    } else {
      #expect(computed.floats == expected.floats, "\(example)")
    }
  }

  private static func forEachCase(_ body: ((Int, Int), (Int, Int), Int, Int) -> Void) {
    for (index, size) in sizes.enumerated() {
      for padding in 0...1 {
        for flags in 0..<8 where flags & 1 == 0 || size.0 + 2 * padding >= 4 && size.1 + 2 * padding >= 4 {
          body(size, channels[(index + flags) % channels.count], padding, flags)
        }
      }
    }
  }

  @Test(arguments: sets) func productsOfBytesAreExact(set: Int) {
    Self.forEachCase { size, channels, padding, flags in
      let example = Example(size, channels: channels.0, filters: channels.1, padding: padding, flags)
      Self.check(example, set, isFirst: false)
    }
  }

  @Test(arguments: sets) func productsOfWordsAreExact(set: Int) {
    Self.forEachCase { size, channels, padding, flags in
      let example = Example(size, channels: 16, filters: channels.1, padding: padding, flags, isFirst: true)
      Self.check(example, set, isFirst: true)
    }
  }

  @Test(arguments: sets) func greatestSumsDoNotOverflow(set: Int) {
    var example = Example((4, 4), channels: 16, filters: 16, padding: 1, 0)
    example.x = example.x.map { _ in 255 }
    example.weights = example.weights.indices.map { $0 / 144 % 2 == 0 ? 127 : -127 }
    Self.check(example, set, isFirst: false)
    var first = Example((4, 4), channels: 16, filters: 16, padding: 1, 0, isFirst: true)
    first.floats = first.floats.indices.map { $0 % 2 == 0 ? 3 : -3 }
    first.weights = first.weights.indices.map { $0 % 9 == 4 ? 32_767 : $0 % 9 == 0 ? -32_768 : 0 }
    Self.check(first, set, isFirst: true)
  }

  @Test(arguments: sets) func mapOfZerosGivesTheBias(set: Int) {
    var example = Example((5, 6), channels: 16, filters: 16, padding: 1, 4, isFirst: true)
    example.floats = example.floats.map { _ in 0 }
    let bias = example.bias.map { UInt8(min(max($0, 0), 255).rounded(.toNearestOrEven)) }
    let bytes = example.computed(set, isFirst: true).bytes
    let pitch = 8 * 16
    #expect(Array(bytes[pitch + 16..<pitch + 32]) == bias)
  }
}
