/// The 95 % interval of a share, by the method of Clopper and Pearson (Biometrika 26, 404, 1934).
public struct BinomialInterval: Sendable, Hashable {
  /// The limits, 0 to 1.
  public let lower: Double, upper: Double

  /// The interval of the share that `count` of `total` independent trials estimate; 0 to 1 without trials.
  public init(_ count: Int, of total: Int) {
    // The remaining 5 % are shared by both ends.
    let confidence = 0.975
    let (k, n) = (Double(count), Double(total))
    lower = 1 - BinomialBound.upper(n - k, of: n, confidence: confidence)
    upper = BinomialBound.upper(k, of: n, confidence: confidence)
  }
}
