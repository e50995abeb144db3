import RandomNumbers
import Testing

@testable import NeuralNetworks

@Suite struct RoundedWeightsTests {
  private let weights: [Float]

  init() {
    var generator = KeyedGenerator(5)
    // Filters of different sizes, and one of zeros.
    weights = (0..<5).flatMap { filter in generator.normals(9).map { $0 * Float(filter * filter) } }
  }

  @Test func bytesAreWithinHalfAUnit() {
    let rounded = RoundedWeights.bytes(weights, filters: 5)
    for (index, weight) in weights.enumerated() {
      let scale = rounded.scales[index / 9]
      #expect(abs(Float(rounded.values[index]) * scale - weight) <= 0.5001 * scale)
    }
    #expect(rounded.scales[0] == 1 && rounded.values.prefix(9).allSatisfy { $0 == 0 })
    for filter in 1..<5 {
      #expect(rounded.values[9 * filter..<9 * (filter + 1)].map { abs(Int($0)) }.max() == 127)
    }
  }

  @Test func wordsHaveABoundedSum() {
    let rounded = RoundedWeights.words(weights + [Float](repeating: 1, count: 9), filters: 6)
    for filter in 0..<6 {
      let values = rounded.values[9 * filter..<9 * (filter + 1)].map { abs(Int($0)) }
      #expect(values.reduce(0, +) <= 65_535)
      #expect(filter == 0 || values.reduce(0, +) > 30_000)
    }
    for (index, weight) in weights.enumerated() {
      let scale = rounded.scales[index / 9]
      #expect(abs(Float(rounded.values[index]) * scale - weight) <= 0.51 * scale)
    }
  }
}
