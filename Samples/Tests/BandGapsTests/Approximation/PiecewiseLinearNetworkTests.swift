import Testing

@testable import BandGaps

@Suite struct PiecewiseLinearNetworkTests {
  @Test func networkPassesThroughTheKnots() {
    let network = PiecewiseLinearNetwork({ $0 * $0 }, on: -1...3, units: 4)
    for (x, y) in [(-1.0, 1.0), (0, 0), (1, 1), (2, 4), (3, 9), (0.5, 0.5), (2.5, 6.5)] {
      #expect(abs(network(x) - y) < 1e-12)
    }
  }

  @Test(arguments: [4, 16, 64])
  func errorIsWithinTheBound(units: Int) {
    let network = PiecewiseLinearNetwork({ $0 * $0 }, on: -1...1, units: units)
    let abscissas = stride(from: -1.0, through: 1, by: 0.002)
    let error: Double = abscissas.reduce(0) { max($0, abs(network($1) - $1 * $1)) }
    let length = 2 / Double(units)
    let bound = length * length * 2 / 8
    #expect(error <= bound + 1e-12)
    #expect(error > 0.9 * bound)
  }
}
