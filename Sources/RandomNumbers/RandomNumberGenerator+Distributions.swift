import Foundation

extension RandomNumberGenerator {
  /// Returns a number uniform in `range`, on a grid of 2⁻²⁴ of its width.
  public mutating func uniform(in range: ClosedRange<Float>) -> Float {
    let fraction = Float(next() >> 40) * 0x1p-24
    return range.lowerBound + (range.upperBound - range.lowerBound) * fraction
  }

  /// Returns a number in `range` whose logarithm is uniform; the range must be positive.
  public mutating func logarithmic(in range: ClosedRange<Float>) -> Float {
    let value = exp(uniform(in: log(range.lowerBound)...log(range.upperBound)))
    // Rounding must not leave the range.
    return min(max(value, range.lowerBound), range.upperBound)
  }

  /// Returns true with the given probability.
  public mutating func chance(_ probability: Float) -> Bool { Float(next() >> 40) * 0x1p-24 < probability }

  /// Returns a number from the standard normal distribution.
  ///
  /// Box and Muller, Ann. Math. Statist. 29, 610 (1958). The second number of each pair is discarded, so no state is
  /// kept outside the generator.
  public mutating func normal() -> Float {
    let first = (Double(next() >> 11) + 1) * 0x1p-53  // in (0, 1], so that its logarithm is finite
    let second = Double(next() >> 11) * 0x1p-53
    return Float((-2 * log(first)).squareRoot() * cos(2 * .pi * second))
  }

  /// Returns a number from the Poisson distribution of the given mean; 0 for a mean of 0 or less.
  ///
  /// Below a mean of 30 by multiplying uniform numbers (Knuth, The Art of Computer Programming 2, 3.4.1), above it by
  /// rounding a normal number of the same mean and variance, whose error is far below the noise.
  public mutating func poisson(mean: Float) -> Float {
    guard mean > 0 else { return 0 }
    guard mean < 30 else { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
    let limit = exp(-Double(mean))
    var product = 1.0
    var count = -1
    repeat {
      product *= (Double(next() >> 11) + 1) * 0x1p-53
      count += 1
    } while product > limit
    return Float(count)
  }
}
