import CKernels
import RandomNumbers
import TestSupport
import Testing

/// The passes of batch normalisation of every instruction set that this processor has, against sums
/// written down plainly.
@Suite struct NormalizationKernelsTests {
  private static let sets = (0..<3).filter { ednet_kernels_at(Int32($0)) != nil }
  /// Shorter than a vector, whole vectors, and some more.
  private static let counts = [1, 9, 15, 16, 17, 36, 64, 100, 144, 200]
  private static let maps = 3
  /// Between the maps of the channel lie those of others.
  private static let others = 5

  private static func numbers(_ count: Int, _ key: Int) -> [Float] {
    var generator = KeyedGenerator(count, key)
    return generator.normals(maps * (count + others))
  }

  /// The places of the channel's scalars.
  private static func places(_ count: Int) -> [Int] {
    (0..<maps).flatMap { map in (0..<count).map { map * (count + others) + $0 } }
  }

  @Test(arguments: sets) func momentsOfAChannel(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for count in Self.counts {
      // Far from zero, where the mean of the squares alone would lose all digits.
      let x = Self.numbers(count, 1).map { $0 + 1000 }
      let values = Self.places(count).map { Double(x[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      var (first, second) = (Float.nan, Float.nan)
      kernels.moments(x, Self.maps, count + Self.others, count, &first, &second)
      #expect(abs(Double(first) - mean) < 1e-3, "\(count)")
      #expect(abs(Double(second) - squares / Double(values.count)) < 1e-3, "\(count)")
    }
  }

  @Test(arguments: sets, [false, true])
  func sumsAndGradientsOfAChannel(set: Int, appliesReLU: Bool) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    for count in Self.counts {
      let (dy, y, x) = (Self.numbers(count, 1), Self.numbers(count, 2), Self.numbers(count, 3))
      let step = count + Self.others
      let gradient = { (i: Int) -> Float in appliesReLU && y[i] <= 0 ? 0 : dy[i] }
      let expected = Self.places(count).reduce(into: (sum: 0.0, product: 0.0)) {
        $0.sum += Double(gradient($1))
        $0.product += Double(gradient($1)) * (Double(x[$1]) - 0.5)
      }
      var (sum, product) = (Float.nan, Float.nan)
      var dx = [Float](repeating: 7, count: x.count)
      y.withUnsafeBufferPointer { y in
        let y = appliesReLU ? y.baseAddress : nil
        kernels.normalizationSums(dy, step, y, x, Self.maps, step, count, 0.5, &sum, &product)
        kernels.normalizationGradient(dy, step, y, x, Self.maps, step, count, 2, -3, 0.5, &dx)
      }
      #expect(abs(Double(sum) - expected.sum) < 1e-3, "\(count)")
      #expect(abs(Double(product) - expected.product) < 1e-3, "\(count)")
      var plain = [Float](repeating: 7, count: x.count)
      for i in Self.places(count) { plain[i] = 2 * gradient(i) - 3 * x[i] + 0.5 }
      #expect(greatestDifference(dx, plain) < 1e-5, "\(count)")
    }
  }

  /// The gradients of a channel's maps are contiguous if pooling follows.
  @Test(arguments: sets) func gradientsMayLieElsewhere(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    let (count, step) = (36, 41)
    let (apart, x) = (Self.numbers(count, 1), Self.numbers(count, 2))
    let together = Self.places(count).map { apart[$0] }
    func results(_ dy: [Float], _ dyStep: Int) -> [Float] {
      var (sum, product) = (Float.nan, Float.nan)
      var dx = [Float](repeating: 7, count: x.count)
      kernels.normalizationSums(dy, dyStep, nil, x, Self.maps, step, count, 1, &sum, &product)
      kernels.normalizationGradient(dy, dyStep, nil, x, Self.maps, step, count, 2, 3, 4, &dx)
      return dx + [sum, product]
    }
    #expect(results(together, count) == results(apart, step))
  }
}
