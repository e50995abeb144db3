import Foundation
import Imaging
import RandomNumbers

/// Turns expected numbers of electrons into counted ones.
enum CountingNoise {
  /// From this number of electrons on, a normal number takes the place of a Poisson number.
  static let many: Float = 12

  /// Replaces each number of electrons, at least 0, by one that a camera might count.
  ///
  /// A few are Poisson numbers, by the inversion of their distribution (L. Devroye, Non-Uniform Random Variate
  /// Generation, 1986, chapter 3) from ``SplitMix64``. Many
  /// have the noise of ``PixelNoise`` and are not rounded.
  static func apply(to pixels: inout [Float], seed: UInt64) {
    let expected = pixels
    PixelNoise.add(to: &pixels, variancePerIntensity: 1, variance: 0, seed: seed)
    // Another sequence than that of `PixelNoise`.
    var generator = SplitMix64(seed: seed ^ 0xD1B5_4A32_D192_ED03)
    for index in expected.indices {
      let bits = generator.next()
      let mean = expected[index]
      guard mean < many else { continue }
      pixels[index] = count(mean: mean, uniform: Float(bits >> 40) * 0x1p-24)
    }
  }

  /// The least number whose cumulative probability is above a uniform number from 0 to 1.
  private static func count(mean: Float, uniform: Float) -> Float {
    var probability = exp(-max(mean, 0))
    var remaining = uniform
    var count: Float = 0
    // Rounding may leave a rest that all probabilities together do not reach.
    while remaining >= probability, count < 64 {
      remaining -= probability
      count += 1
      probability *= mean / count
    }
    return count
  }
}
