import SymmetryClassification
import Testing

@Suite struct BinomialIntervalTests {
  /// Limits by scipy.stats.binomtest(k, n).proportion_ci(method="exact").
  @Test(arguments: [(0, 10, 0.0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (81, 263, 0.2527, 0.3676)])
  func limitsAreThoseOfClopperAndPearson(count: Int, total: Int, lower: Double, upper: Double) {
    let interval = BinomialInterval(count, of: total)
    #expect(abs(interval.lower - lower) < 5e-4 && abs(interval.upper - upper) < 5e-4, "\(interval)")
  }

  @Test func withoutTrialsNothingIsKnown() {
    let interval = BinomialInterval(0, of: 0)
    #expect(interval.lower == 0 && interval.upper == 1)
  }
}
