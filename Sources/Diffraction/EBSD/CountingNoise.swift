import Foundation
import Imaging
import RandomNumbers

/// Draws counted electrons from expected numbers of electrons.
enum CountingNoise {
  /// The expected number of electrons from which a normal distribution replaces the Poisson distribution.
  static let many: Float = 12

  /// Replaces each expected number of electrons, at least 0, by a random count.
  ///
  /// Small numbers follow the Poisson distribution, by inversion (L. Devroye, Non-Uniform Random Variate Generation,
  /// 1986, chapter 3) with ``SplitMix64``. Large ones have the noise of ``PixelNoise`` and are not rounded.
  static func apply(to pixels: inout [Float], seed: UInt64) {
    let expected = pixels
    PixelNoise.add(to: &pixels, variancePerIntensity: 1, variance: 0, seed: seed)
    // A sequence independent of that of `PixelNoise`.
    var generator = SplitMix64(seed: seed ^ 0xD1B5_4A32_D192_ED03)
    for index in expected.indices {
      let bits = generator.next()
      let mean = expected[index]
      guard mean < many else { continue }
      pixels[index] = count(mean: mean, uniform: Float(bits >> 40) * 0x1p-24)
    }
  }

  /// The smallest count whose cumulative Poisson probability exceeds a uniform number from 0 to 1.
  private static func count(mean: Float, uniform: Float) -> Float {
    var probability = exp(-max(mean, 0))
    var remaining = uniform
    var count: Float = 0
    // The bound of 64 ends the loop if rounding keeps the sum of the probabilities below `uniform`.
    while remaining >= probability, count < 64 {
      remaining -= probability
      count += 1
      probability *= mean / count
    }
    return count
  }
}
