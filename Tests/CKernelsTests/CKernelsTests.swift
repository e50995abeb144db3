import CKernels
import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

/// The kernels of every instruction set that this processor has, against sums written down plainly.
@Suite struct CKernelsTests {
  private static let sets = (0..<3).filter { ednet_kernels_at(Int32($0)) != nil }

  /// A convolution and numbers for it.
  private struct Example: CustomStringConvertible {
    var shape: EdnetConvolution
    var x: [Float]
    var weight: [Float]
    var bias: [Float]

    init(
      _ examples: Int,
      _ channels: Int,
      _ height: Int,
      _ width: Int,
      _ filters: Int,
      _ padding: Int
    ) {
      shape = EdnetConvolution(
        examples: examples,
        channels: channels,
        filters: filters,
        height: height,
        width: width,
        padding: padding
      )
      var generator = KeyedGenerator(examples, channels, height, width)
      x = generator.normals(examples * channels * height * width)
      weight = generator.normals(filters * channels * 9)
      bias = generator.normals(filters)
    }

    var outputHeight: Int { shape.height + 2 * shape.padding - 2 }
    var outputWidth: Int { shape.width + 2 * shape.padding - 2 }
    var outputCount: Int { shape.examples * shape.filters * outputHeight * outputWidth }
    var description: String {
      "\(shape.examples) of \(shape.channels)×\(shape.height)×\(shape.width), \(shape.filters) "
        + "filters, padding \(shape.padding)"
    }

    /// Calls `body` with the places of each product: input, weight, output.
    func forEachProduct(_ body: (Int, Int, Int) -> Void) {
      for n in 0..<shape.examples {
        for k in 0..<shape.filters {
          for i in 0..<outputHeight {
            for j in 0..<outputWidth {
              let output = ((n * shape.filters + k) * outputHeight + i) * outputWidth + j
              for c in 0..<shape.channels {
                for u in 0..<3 {
                  for v in 0..<3 {
                    let (y, x) = (i + u - shape.padding, j + v - shape.padding)
                    guard y >= 0, y < shape.height, x >= 0, x < shape.width else { continue }
                    body(
                      ((n * shape.channels + c) * shape.height + y) * shape.width + x,
                      (k * shape.channels + c) * 9 + 3 * u + v,
                      output
                    )
                  }
                }
              }
            }
          }
        }
      }
    }

    /// The sums with their bias.
    var sums: [Float] {
      let area = outputHeight * outputWidth
      var sums = (0..<outputCount).map { Double(bias[$0 / area % shape.filters]) }
      forEachProduct { sums[$2] += Double(x[$0]) * Double(weight[$1]) }
      return sums.map(Float.init)
    }
  }

  /// Whole vectors of tiles and parts of them, several groups, odd extents, one channel, every
  /// padding, maps smaller than a tile.
  private static let shapes: [Example] = [
    Example(2, 16, 20, 64, 9, 1), Example(3, 5, 13, 19, 7, 1), Example(3, 20, 9, 35, 9, 0),
    Example(5, 4, 8, 8, 8, 1), Example(1, 3, 4, 5, 4, 2), Example(2, 2, 66, 130, 1, 1),
    Example(1, 17, 3, 3, 3, 0), Example(19, 3, 4, 4, 5, 1), Example(7, 2, 7, 15, 2, 1),
    Example(1, 2, 9, 16, 3, 1), Example(130, 2, 4, 4, 2, 1), Example(8, 40, 6, 6, 70, 1),
    Example(3, 18, 24, 24, 34, 1), Example(5, 33, 12, 12, 9, 1), Example(2, 3, 5, 2, 4, 2),
  ]
  private static let singleChannels: [Example] = [
    Example(2, 1, 32, 48, 5, 1), Example(2, 1, 13, 37, 4, 0), Example(1, 1, 5, 3, 3, 1),
    Example(1, 1, 3, 3, 9, 0),
  ]

  private enum Way { case winograd, direct }

  /// Scratch for both directions, followed by guard values.
  private struct Scratch {
    private static let guarded = 64
    var floats: [Float]

    init(_ shape: EdnetConvolution) {
      var shape = shape
      let count = max(ednet_winograd_scratch_count(&shape), ednet_direct_scratch_count(&shape))
      floats =
        [Float](repeating: .nan, count: count) + [Float](repeating: 7.25, count: Self.guarded)
    }

    var isWhole: Bool { floats.suffix(Self.guarded).allSatisfy { $0 == 7.25 } }
  }

  private static func forward(
    _ example: Example,
    _ way: Way,
    _ set: Int,
    appliesReLU: Bool,
    pools: Bool
  ) -> (y: [Float], argmax: [UInt8]) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    var shape = example.shape
    let count =
      pools
      ? shape.examples * shape.filters * (example.outputHeight / 2) * (example.outputWidth / 2)
      : example.outputCount
    var y = [Float](repeating: .nan, count: count)
    var argmax = [UInt8](repeating: 77, count: count)
    var scratch = Scratch(shape)
    var weights = [Float](
      repeating: .nan,
      count: ednet_winograd_weight_count(shape.filters, shape.channels)
    )
    kernels.winogradWeights(example.weight, shape.filters, shape.channels, 0, &weights)
    example.bias.withUnsafeBufferPointer { bias in
      argmax.withUnsafeMutableBufferPointer { argmax in
        var epilogue = EdnetEpilogue(
          bias: bias.baseAddress,
          appliesReLU: appliesReLU ? 1 : 0,
          pools: pools ? 1 : 0,
          argmax: argmax.baseAddress
        )
        switch way {
        case .winograd:
          kernels.winogradForward(&shape, example.x, weights, &epilogue, &y, &scratch.floats)
        case .direct:
          kernels.directForward(&shape, example.x, example.weight, &epilogue, &y, &scratch.floats)
        }
      }
    }
    #expect(scratch.isWhole, "\(example)")
    return (y, argmax)
  }

  private static let cases =
    shapes.map { ($0, Way.winograd) } + singleChannels.map { ($0, Way.direct) }

  @Test(arguments: sets) func sumsAreThoseOfTheReference(set: Int) {
    for (example, way) in Self.cases {
      let plain = Self.forward(example, way, set, appliesReLU: false, pools: false).y
      let sums = example.sums
      let scale = sums.map(abs).max() ?? 1
      // A transform adds and subtracts numbers of up to ten times the sum.
      #expect(greatestDifference(plain, sums) < 2e-5 * scale, "\(example)")
      let rectified = Self.forward(example, way, set, appliesReLU: true, pools: false).y
      #expect(rectified == plain.map { max($0, 0) }, "\(example)")
    }
  }

  @Test(arguments: sets) func poolingKeepsTheMaximumAndItsIndex(set: Int) {
    for (example, way) in Self.cases {
      for appliesReLU in [false, true] {
        let (height, width) = (example.outputHeight, example.outputWidth)
        let plain = Self.forward(example, way, set, appliesReLU: false, pools: false).y
        let (y, argmax) = Self.forward(example, way, set, appliesReLU: appliesReLU, pools: true)
        var place = 0
        for map in 0..<example.shape.examples * example.shape.filters {
          for i in 0..<height / 2 {
            for j in 0..<width / 2 {
              let corner = map * height * width + 2 * i * width + 2 * j
              let four = [0, 1, width, width + 1].map { plain[corner + $0] }
              let greatest = four.max() ?? .nan
              let isLost = appliesReLU && greatest <= 0
              // The bias is added after the comparison, which rounds once more or less.
              #expect(abs(y[place] - (isLost ? 0 : greatest)) < 1e-5, "\(example)")
              if isLost {
                #expect(argmax[place] == 4)
              } else {
                #expect(abs(four[Int(argmax[place])] - greatest) < 1e-5, "\(example)")
              }
              place += 1
            }
          }
        }
        #expect(place == y.count)
      }
    }
  }

  @Test(arguments: sets) func exampleDoesNotDependOnOtherExamples(set: Int) {
    for (example, way) in Self.cases where example.shape.examples > 1 {
      let together = Self.forward(example, way, set, appliesReLU: true, pools: true).y
      let (inputs, outputs) = (
        example.x.count / example.shape.examples, together.count / example.shape.examples
      )
      for n in 0..<example.shape.examples {
        var alone = example
        alone.shape.examples = 1
        alone.x = Array(example.x[n * inputs..<(n + 1) * inputs])
        let y = Self.forward(alone, way, set, appliesReLU: true, pools: true).y
        #expect(y == Array(together[n * outputs..<(n + 1) * outputs]), "\(example)")
      }
    }
  }

  @Test(arguments: sets) func gradientsAreThoseOfTheReference(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for (example, way) in Self.cases {
      var shape = example.shape
      var generator = KeyedGenerator(7)
      let dz = generator.normals(example.outputCount)
      // Both are added to the existing values.
      var dw = [Float](repeating: 1, count: example.weight.count)
      var expected = [Double](repeating: 1, count: dw.count)
      example.forEachProduct { expected[$1] += Double(example.x[$0]) * Double(dz[$2]) }
      var scratch = Scratch(shape)
      switch way {
      case .winograd:
        var gradient = [Float](
          repeating: .nan,
          count: ednet_winograd_gradient_count(shape.filters, shape.channels)
        )
        // Twice the same examples, in one call and in two.
        let start = dw
        kernels.winogradGradient(&shape, example.x, dz, 0, &gradient, nil, &scratch.floats)
        kernels.winogradGradient(&shape, example.x, dz, 1, &gradient, &dw, &scratch.floats)
        let twice = dw
        dw = start
        kernels.winogradGradient(&shape, example.x, dz, 0, &gradient, &dw, &scratch.floats)
        let scale = dw.map(abs).max() ?? 1
        let doubled = zip(start, dw).map { 2 * $1 - $0 }
        #expect(greatestDifference(twice, doubled) < 2e-5 * scale, "\(example)")
      case .direct: kernels.directGradient(&shape, example.x, dz, &dw, &scratch.floats)
      }
      #expect(scratch.isWhole, "\(example)")
      let scale = Float(expected.map(abs).max() ?? 1)
      #expect(greatestDifference(dw, expected.map(Float.init)) < 2e-5 * scale, "\(example)")
    }
  }

  @Test(arguments: sets) func theReversedConvolutionTakesGradientsBack(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for example in Self.shapes + Self.singleChannels where example.shape.padding < 2 {
      var generator = KeyedGenerator(8)
      let dz = generator.normals(example.outputCount)
      var expected = [Double](repeating: 0, count: example.x.count)
      example.forEachProduct { expected[$0] += Double(example.weight[$1]) * Double(dz[$2]) }
      let shape = example.shape
      var reversed = EdnetConvolution(
        examples: shape.examples,
        channels: shape.filters,
        filters: shape.channels,
        height: example.outputHeight,
        width: example.outputWidth,
        padding: 2 - shape.padding
      )
      var weights = [Float](
        repeating: .nan,
        count: ednet_winograd_weight_count(shape.channels, shape.filters)
      )
      kernels.winogradWeights(example.weight, shape.filters, shape.channels, 1, &weights)
      var dx = [Float](repeating: .nan, count: example.x.count)
      var scratch = Scratch(reversed)
      var epilogue = EdnetEpilogue(bias: nil, appliesReLU: 0, pools: 0, argmax: nil)
      kernels.winogradForward(&reversed, dz, weights, &epilogue, &dx, &scratch.floats)
      #expect(scratch.isWhole, "\(example)")
      let scale = Float(expected.map(abs).max() ?? 1)
      #expect(greatestDifference(dx, expected.map(Float.init)) < 2e-5 * scale, "\(example)")
    }
  }

  @Test(arguments: sets) func unpoolingMovesGradientsToTheArgmax(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for (height, width) in [(4, 32), (5, 19), (2, 2), (7, 40), (3, 1)] {
      var generator = KeyedGenerator(height, width)
      let count = (height / 2) * (width / 2)
      let dy = generator.normals(count)
      let argmax = (0..<count).map { UInt8($0 * 7 % 5) }
      var dz = [Float](repeating: .nan, count: height * width)
      var expected = [Float](repeating: 0, count: height * width)
      var sum: Float = 0
      for place in 0..<count where argmax[place] < 4 {
        let (line, column) = (place / (width / 2), place % (width / 2))
        let (down, across) = (Int(argmax[place]) / 2, Int(argmax[place]) % 2)
        expected[(2 * line + down) * width + 2 * column + across] = dy[place]
        sum += dy[place]
      }
      #expect(abs(kernels.unpool(dy, argmax, height, width, &dz) - sum) < 1e-4)
      #expect(dz == expected, "\(height)×\(width)")
    }
  }

  @Test(arguments: sets) func productsDoNotDependOnTheNumberOfExamples(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for (rows, columns, examples) in [(3, 37, 5), (1, 16, 1), (8, 7, 4), (5, 300, 9)] {
      var generator = KeyedGenerator(rows, columns)
      let weight = generator.normals(rows * columns)
      let x = generator.normals(examples * columns)
      var y = [Float](repeating: .nan, count: examples * rows)
      kernels.matrixVector(weight, rows, columns, x, examples, &y)
      for e in 0..<examples {
        for r in 0..<rows {
          let sum = (0..<columns).reduce(0.0) {
            $0 + Double(weight[r * columns + $1]) * Double(x[e * columns + $1])
          }
          #expect(abs(Double(y[e * rows + r]) - sum) < 1e-4)
        }
        var alone = [Float](repeating: .nan, count: rows)
        kernels.matrixVector(
          weight,
          rows,
          columns,
          Array(x[e * columns..<(e + 1) * columns]),
          1,
          &alone
        )
        #expect(alone == Array(y[e * rows..<(e + 1) * rows]))
      }
    }
  }

  @Test(arguments: sets) func sumsOverRunsOfAnyLength(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for count in [1, 15, 16, 63, 64, 65, 200, 1000] {
      var generator = KeyedGenerator(count)
      let (a, b) = (generator.normals(count), generator.normals(count))
      func total(_ term: (Int) -> Float) -> Float {
        Float((0..<count).reduce(0.0) { $0 + Double(term($1)) })
      }
      #expect(abs(kernels.sum(a, count) - total { a[$0] }) < 1e-3)
      #expect(abs(kernels.dot(a, b, count) - total { a[$0] * b[$0] }) < 1e-3)
      let deviations = total { (a[$0] - 0.5) * (a[$0] - 0.5) }
      #expect(abs(kernels.squaredDeviations(a, count, 0.5) - deviations) < 1e-3)
      var y = [Float](repeating: .nan, count: count)
      kernels.combine(a, 2, b, -3, 0.5, 0, count, &y)
      #expect(greatestDifference(y, (0..<count).map { 2 * a[$0] - 3 * b[$0] + 0.5 }) < 1e-5)
      kernels.combine(a, 2, b, -3, 0.5, 1, count, &y)
      #expect(greatestDifference(y, (0..<count).map { max(0, 2 * a[$0] - 3 * b[$0] + 0.5) }) < 1e-5)
      y = a
      kernels.reluGradient(&y, b, count)
      #expect((0..<count).allSatisfy { b[$0] > 0 || y[$0] == 0 })
      #expect((0..<count).contains { y[$0] != 0 } == b.contains { $0 > 0 })
      // One scalar beyond the last that is wanted may not be read.
      let source = generator.normals(2 * count - 1)
      kernels.copyStride2(source, count, &y)
      #expect(y == (0..<count).map { source[2 * $0] })
    }
  }

  @Test func theBestInstructionSetComesFirst() {
    #expect(ednet_kernels().pointee.instructionSet == ednet_kernels_at(0).pointee.instructionSet)
    #expect(Self.sets.contains(0))
    #expect(ednet_kernels_at(Int32(Self.sets.count)) == nil)
  }
}
