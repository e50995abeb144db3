import SymmetryClassification
import Testing

@Suite struct BinomialIntervalTests {
  /// Limits by R's prop.test without continuity correction.
  @Test(arguments: [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)])
  func limitsAreThoseOfWilsonsMethod(count: Int, total: Int, lower: Double, upper: Double) {
    let interval = BinomialInterval(count, of: total)
    #expect(abs(interval.lower - lower) < 5e-4 && abs(interval.upper - upper) < 5e-4, "\(interval)")
  }

  @Test func withoutTrialsNothingIsKnown() {
    let interval = BinomialInterval(0, of: 0)
    #expect(interval.lower == 0 && interval.upper == 1)
  }
}
