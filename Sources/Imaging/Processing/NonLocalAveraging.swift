import Foundation

/// Non-local averaging of the patterns of a scan: each becomes the mean of itself and its neighbours, weighted by
/// likeness.
///
/// P. T. Brewick, S. I. Wright and D. J. Rowenhorst, Ultramicroscopy 200, 50 (2019). For patterns of n pixels and noise
/// variances s and t, the distance is d = (|p − q|² / (s + t) − n) / √(2n), which is about normal for patterns that
/// differ by noise alone, and the weight exp(−max(d, 0) / λ²).
public struct NonLocalAveraging: Sendable {
  /// The greatest distance of a neighbour along rows and columns.
  public var radius: Int
  /// λ: greater values admit less similar neighbours.
  public var strength: Float

  /// Creates the averaging over a square of 2 `radius` + 1 positions.
  public init(radius: Int, strength: Float = 0.7) {
    precondition(radius >= 1 && strength > 0, "the radius and the strength are positive")
    (self.radius, self.strength) = (radius, strength)
  }

  /// The noise variance of a pattern: half the mean square of the difference to the most similar neighbour.
  ///
  /// - Parameters:
  ///   - pattern: the pattern.
  ///   - neighbours: the adjacent patterns, of the same size.
  /// - Returns: the variance of a pixel; 0 without neighbours.
  public static func noiseVariance(of pattern: GrayImage, neighbours: [GrayImage]) -> Float {
    let least = neighbours.map { squaredDistance(pattern, $0) }.min() ?? 0
    return Float(least / Double(2 * pattern.pixels.count))
  }

  /// The weighted mean of a pattern and its neighbours.
  ///
  /// - Parameters:
  ///   - pattern: the pattern.
  ///   - variance: its noise variance.
  ///   - neighbours: patterns of the same size with their noise variances.
  /// - Returns: the mean; without noise, the pattern itself.
  public func callAsFunction(
    _ pattern: GrayImage,
    variance: Float,
    neighbours: [(pattern: GrayImage, variance: Float)]
  ) -> GrayImage {
    let count = pattern.pixels.count
    var (sum, total) = (pattern, Float(1))
    for neighbour in neighbours {
      let noise = Double(variance + neighbour.variance)
      guard noise > 0 else { continue }
      let excess = Self.squaredDistance(pattern, neighbour.pattern) / noise - Double(count)
      let distance = max(0, excess / Double(2 * count).squareRoot())
      let weight = Float(exp(-distance / Double(strength * strength)))
      PixelArithmetic.add(neighbour.pattern.pixels, from: 0, times: weight, to: &sum.pixels, at: 0, count: count)
      total += weight
    }
    PixelArithmetic.scale(&sum.pixels, from: 0, count: count, by: 1 / total, plus: 0)
    return sum
  }

  private static func squaredDistance(_ first: GrayImage, _ second: GrayImage) -> Double {
    precondition(first.pixels.count == second.pixels.count, "patterns have one size")
    var difference = first.pixels
    let count = difference.count
    PixelArithmetic.add(second.pixels, from: 0, times: -1, to: &difference, at: 0, count: count)
    return PixelArithmetic.sum(of: difference, from: 0, count: count, minus: 0, squared: true)
  }
}
