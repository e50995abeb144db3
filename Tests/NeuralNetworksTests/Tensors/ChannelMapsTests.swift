import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct ChannelMapsTests {
  /// The second of two channels, in three examples.
  private static let maps = ChannelMaps(first: 20, maps: 3, step: 40, count: 20)
  private static let places = (0..<3).flatMap { example in (0..<20).map { example * 40 + 20 + $0 } }

  private func numbers(_ key: Int) -> [Float] {
    var generator = KeyedGenerator(key)
    return generator.normals(120)
  }

  @Test func momentsAreThoseOfTheChannelAlone() {
    let x = numbers(1)
    let values = Self.places.map { Double(x[$0]) }
    let mean = values.reduce(0, +) / 60
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60
    let moments = x.withTensorView { Self.maps.moments(of: $0) }
    #expect(abs(Double(moments.mean) - mean) < 1e-6)
    #expect(abs(Double(moments.variance) - variance) < 1e-6)
  }

  @Test(arguments: [false, true]) func gradientsWriteTheChannelAlone(appliesReLU: Bool) {
    let (dy, y, x) = (numbers(1), numbers(2), numbers(3))
    var dx = [Float](repeating: 7, count: 120)
    let sums = dy.withTensorView { dy in
      y.withTensorView { y in
        x.withTensorView { x in
          dx.withMutableTensorView {
            Self.maps.normalizationGradient(
              (dy, Self.maps),
              output: appliesReLU ? y : nil,
              input: x,
              2,
              3,
              4,
              into: $0
            )
          }
          return Self.maps.normalizationSums(
            (dy, Self.maps),
            output: appliesReLU ? y : nil,
            input: x,
            mean: 0.5
          )
        }
      }
    }
    func gradient(_ i: Int) -> Float { appliesReLU && y[i] <= 0 ? 0 : dy[i] }
    let sum = Self.places.reduce(0.0) { $0 + Double(gradient($1)) }
    let product = Self.places.reduce(0.0) { $0 + Double(gradient($1)) * (Double(x[$1]) - 0.5) }
    #expect(abs(Double(sums.sum) - sum) < 1e-5)
    #expect(abs(Double(sums.product) - product) < 1e-5)
    var expected = [Float](repeating: 7, count: 120)
    for i in Self.places { expected[i] = 2 * gradient(i) + 3 * x[i] + 4 }
    #expect(greatestDifference(dx, expected) < 1e-5)
  }
}
