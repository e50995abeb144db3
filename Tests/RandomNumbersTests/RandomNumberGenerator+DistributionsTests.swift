import RandomNumbers
import Testing

@Suite struct RandomNumberGeneratorDistributionsTests {
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

  @Test func chancesHaveTheirProbability() {
    let (mean, _) = moments { $0.chance(0.3) ? 1 : 0 }
    #expect(abs(mean - 0.3) < 0.01)
    let (never, _) = moments { $0.chance(0) ? 1 : 0 }
    let (always, _) = moments { $0.chance(1) ? 1 : 0 }
    #expect(never == 0 && always == 1)
  }

  /// A generator of one number, to test the ends of the ranges.
  private struct Constant: RandomNumberGenerator {
    let number: UInt64
    func next() -> UInt64 { number }
  }

  @Test func extremeNumbersGiveFiniteDraws() {
    func least<Draw>(_ draw: (inout Constant) -> Draw) -> Draw {
      var generator = Constant(number: 0)
      return draw(&generator)
    }
    func greatest<Draw>(_ draw: (inout Constant) -> Draw) -> Draw {
      var generator = Constant(number: .max)
      return draw(&generator)
    }
    #expect(least { $0.uniform(in: -2...6) } == -2)
    #expect(greatest { $0.uniform(in: -2...6) } == -2 + 8 * (1 - 0x1p-24))
    // √(−2 log 2⁻⁵³), the largest normal number.
    #expect(abs(least { $0.normal() } - 8.571674) < 1e-5)
    #expect(greatest { $0.normal() } == 0)
    #expect(!least { $0.chance(0) } && greatest { $0.chance(1) })
    #expect(least { $0.poisson(mean: 29) } == 0)
    #expect(least { $0.logarithmic(in: 0.01...100) } == 0.01)
    #expect(greatest { $0.logarithmic(in: 0.01...100) } <= 100)
  }
}
