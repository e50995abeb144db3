import RandomNumbers
import Testing

@Suite struct DistributionsTests {
  /// Mean and variance of many draws.
  private func moments(_ draw: (inout KeyedGenerator) -> Float) -> (mean: Double, variance: Double) {
    var generator = KeyedGenerator(1)
    let draws = (0..<50_000).map { _ in Double(draw(&generator)) }
    let mean = draws.reduce(0, +) / Double(draws.count)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    return (mean, variance)
  }

  @Test func normalHasMeanZeroAndVarianceOne() {
    let (mean, variance) = moments { $0.normal() }
    #expect(abs(mean) < 0.02)
    #expect(abs(variance - 1) < 0.03)
  }

  @Test func uniformStaysInItsRange() {
    let (mean, variance) = moments {
      let draw = $0.uniform(in: 2...6)
      #expect(draw >= 2 && draw < 6)
      return draw
    }
    #expect(abs(mean - 4) < 0.03)
    #expect(abs(variance - 16.0 / 12) < 0.03)
  }

  @Test func logarithmsAreUniformAndStayInTheRange() {
    let (mean, _) = moments {
      let draw = $0.logarithmic(in: 0.01...100)
      #expect(draw >= 0.01 && draw <= 100)
      return draw < 1 ? 1 : 0
    }
    #expect(abs(mean - 0.5) < 0.02)
    var generator = KeyedGenerator(3)
    #expect(generator.logarithmic(in: 0.7...0.7) == 0.7)
  }

  @Test(arguments: [Float(0.5), 5, 29, 31, 1000])
  func poissonHasItsMeanAsVariance(mean expected: Float) {
    let (mean, variance) = moments { $0.poisson(mean: expected) }
    #expect(abs(mean / Double(expected) - 1) < 0.03)
    #expect(abs(variance / Double(expected) - 1) < 0.04)
  }

  @Test func poissonOfMeanZeroIsZero() {
    var generator = KeyedGenerator(1)
    #expect(generator.poisson(mean: 0) == 0)
    #expect(generator.poisson(mean: -3) == 0)
  }
}
