import Foundation
import Testing

@testable import Diffraction

@Suite struct CountingNoiseTests {
  @Test(arguments: [0.05, 0.7, 3, 11.9, 12.1, 400])
  func meanAndVarianceAreTheExpectedCount(mean: Float) {
    let count = 40_000
    var pixels = [Float](repeating: mean, count: count)
    CountingNoise.apply(to: &pixels, seed: 5)
    let average = pixels.reduce(0) { $0 + Double($1) } / Double(count)
    let variance =
      pixels.reduce(0) { $0 + (Double($1) - average) * (Double($1) - average) } / Double(count)
    let expected = Double(mean)
    // Five standard deviations of the estimates.
    #expect(abs(average - expected) < 5 * (expected / Double(count)).squareRoot())
    let spread = ((2 * expected * expected + expected) / Double(count)).squareRoot()
    #expect(abs(variance - expected) < 5 * spread + 1e-4 * expected)
  }

  @Test func smallCountsFollowThePoissonDistribution() {
    let count = 40_000
    var pixels = [Float](repeating: 2, count: count)
    CountingNoise.apply(to: &pixels, seed: 9)
    #expect(pixels.allSatisfy { $0 == $0.rounded() && $0 >= 0 })
    for (number, probability) in [0.135335, 0.270671, 0.270671, 0.180447, 0.090224].enumerated() {
      let share = Double(pixels.filter { $0 == Float(number) }.count) / Double(count)
      #expect(abs(share - probability) < 0.012)
    }
  }

  @Test func seedDeterminesTheCountsAndZeroStaysZero() {
    var dark = [Float](repeating: 0, count: 100)
    CountingNoise.apply(to: &dark, seed: 3)
    #expect(dark.allSatisfy { $0 == 0 })
    let runs: [[Float]] = [UInt64(1), 1, 2].map { seed in
      var pixels = (0..<200).map { Float($0) / 4 }
      CountingNoise.apply(to: &pixels, seed: seed)
      return pixels
    }
    #expect(runs[0] == runs[1] && runs[0] != runs[2])
  }
}
