/// The 95 % interval of a share, by Wilson's score method.
///
/// E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
public struct BinomialInterval: Sendable, Hashable {
  /// The limits, 0 to 1.
  public let lower: Double, upper: Double

  /// The interval of the share that `count` of `total` independent trials estimate; 0 to 1 without trials.
  public init(_ count: Int, of total: Int) {
    guard total > 0 else {
      (lower, upper) = (0, 1)
      return
    }
    let (n, z) = (Double(total), 1.959964)
    let share = Double(count) / n
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    (lower, upper) = (max(0, center - half), min(1, center + half))
  }
}
