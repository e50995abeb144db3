import Testing

@testable import BandGaps

@Suite struct ErrorRangeTests {
  @Test func meanAndRangeArePrinted() {
    #expect(ErrorRange(values: [1, 3, 2.5]).description == "2.17 (1.00 to 3.00)")
  }
}
