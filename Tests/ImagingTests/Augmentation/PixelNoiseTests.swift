import RandomNumbers
import Testing

@testable import Imaging

@Suite struct PixelNoiseTests {
  private func noisy(_ intensity: Float, _ perIntensity: Float, _ variance: Float, seed: UInt64 = 1) -> [Float] {
    var pixels = [Float](repeating: intensity, count: 100_000)
    PixelNoise.add(to: &pixels, variancePerIntensity: perIntensity, variance: variance, seed: seed)
    return pixels
  }

  /// Mean, variance and excess kurtosis.
  private func moments(_ values: [Float]) -> (mean: Double, variance: Double, kurtosis: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + Double($1) } / count
    func moment(_ order: Int) -> Double {
      values.reduce(0) { sum, value in
        let square = (Double(value) - mean) * (Double(value) - mean)
        return sum + (order == 2 ? square : square * square)
      } / count
    }
    return (mean, moment(2), moment(4) / (moment(2) * moment(2)) - 3)
  }

  @Test func varianceGrowsWithTheIntensity() {
    let (mean, variance, kurtosis) = moments(noisy(100, 0.25, 3))
    #expect(abs(mean - 100) < 0.07 && abs(variance / 28 - 1) < 0.02)
    // The sum of four uniform numbers has an excess kurtosis of -6 / (5 · 4).
    #expect(abs(kurtosis + 0.3) < 0.05)
  }

  @Test func noiseIsTheSumOfFourUniformNumbers() {
    var generator = SplitMix64(seed: 5)
    for (pixel, found) in zip(0..<100, noisy(1000, 0.5, 7, seed: 5)) {
      let bits = generator.next()
      let sum = [0, 16, 32, 48].reduce(0.0) { $0 + Double(bits >> UInt64($1) & 0xFFFF) }
      // Of numbers from 0 to 65535: mean 65535 / 2, variance (65536² − 1) / 12.
      let normal = (sum - 4 * 65535 / 2) / (4 * (65536.0 * 65536 - 1) / 12).squareRoot()
      #expect(abs(Double(found) - 1000 - 507.0.squareRoot() * normal) < 1e-3, "\(pixel)")
    }
  }

  @Test func noiseIsCutOffAt346StandardDeviations() {
    let extremes = noisy(100, 0, 1).map { abs($0 - 100) }
    #expect(extremes.allSatisfy { $0 <= 3.4642 } && extremes.contains { $0 > 3 })
  }

  @Test func pixelsStayNonnegative() {
    #expect(noisy(0, 1, 1).allSatisfy { $0 >= 0 })
    // A negative intensity has no shot noise.
    #expect(noisy(-1, 1, 0).allSatisfy { $0 == 0 })
    #expect(noisy(.nan, 1, 1).allSatisfy { $0 == 0 })
  }

  @Test func seedDeterminesTheNoise() {
    #expect(noisy(9, 1, 1, seed: 7) == noisy(9, 1, 1, seed: 7))
    #expect(noisy(9, 1, 1, seed: 7) != noisy(9, 1, 1, seed: 8))
    #expect(noisy(9, 0, 0) == [Float](repeating: 9, count: 100_000))
  }
}
