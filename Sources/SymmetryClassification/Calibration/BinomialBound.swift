import Foundation

/// The confidence bound of Clopper and Pearson (Biometrika 26, 404, 1934) on a binomial proportion.
enum BinomialBound {
  /// The upper confidence bound on a proportion of which k of n were observed.
  ///
  /// The quantile of the beta distribution with parameters k + 1 and n − k. The numbers need not be integers, so that n
  /// may be an effective sample size (Korn and Graubard, Survey Methodology 24, 193, 1998).
  static func upper(_ k: Double, of n: Double, confidence: Double = 0.95) -> Double {
    guard n - k > 1e-9 else { return 1 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if incompleteBeta(k + 1, n - k, middle) < confidence { low = middle } else { high = middle }
    }
    return high
  }

  /// The regularised incomplete beta function I_x(a, b).
  ///
  /// The continued fraction 26.5.8 of Abramowitz and Stegun, by the algorithm of Lentz (Appl. Opt. 15, 668, 1976).
  static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast below the mean; above it, use the symmetry of I.
    guard x <= (a + 1) / (a + b + 2) else { return 1 - incompleteBeta(b, a, 1 - x) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    let tiny = 1e-300
    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var (c, d) = (1.0, 1 / nonzero(1 - (a + b) * x / (a + 1)))
    var fraction = d
    for m in 1...10_000 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      fraction *= c * d
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      fraction *= c * d
      if abs(c * d - 1) < 1e-14 { break }
    }
    return min(1, front * fraction)
  }
}
