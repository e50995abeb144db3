/// The 95 % interval of a share.
///
/// After Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
struct WilsonInterval {
  let lower: Double, upper: Double

  /// The interval of the share that `count` of `total` independent trials estimate.
  init(_ count: Int, of total: Int) {
    let (n, share, z) = (Double(total), Double(count) / Double(total), 1.959964)
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    (lower, upper) = (centre - half, centre + half)
  }
}
