import NeuralNetworks
import Testing

@testable import PeriodicImages

@Suite struct MapClassifierTests {
  /// The greatest change of an output when a map is rolled by whole strides.
  private func change(_ padding: Padding) throws -> Float {
    let data = DensityMaps(key: 1, count: 4)
    let network = try Network(input: data.shape, layers: MapClassifier.layers(padding))
    let predictor = Predictor(Model(network, seed: 1), threads: 1)
    let step = MapClassifier.stride
    let changes = (0..<4).flatMap { index -> [Float] in
      let map = data.map(index)
      let rolled = DensityMaps.roll(map, by: (step, 2 * step))
      return zip(predictor.output(for: map), predictor.output(for: rolled)).map { abs($0 - $1) }
    }
    return changes.max() ?? .infinity
  }

  @Test func circularPaddingIsConsistentUnderRollsOfWholeStrides() throws {
    #expect(try change(.circular) < 1e-5)
    #expect(try change(.same) > 1e-3)
  }

  @Test func intervalIsThatOfWilson() {
    // 8 of 10, by the formula of 1927 evaluated elsewhere.
    let interval = WilsonInterval(8, of: 10)
    #expect(abs(interval.lower - 0.4902) < 1e-4 && abs(interval.upper - 0.9433) < 1e-4)
  }
}
