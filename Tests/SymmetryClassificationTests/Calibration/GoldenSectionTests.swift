import Testing

@testable import SymmetryClassification

@Suite struct GoldenSectionTests {
  @Test func theLeastIsFound() {
    #expect(abs(GoldenSection.minimum(in: -3...5) { ($0 - 1.234) * ($0 - 1.234) } - 1.234) < 1e-5)
    // Two valleys, the deeper one on the right.
    let deeper = GoldenSection.minimum(in: -2...2) { x in
      let square = x * x - 1
      return square * square - 0.2 * x
    }
    #expect(abs(deeper - 1.0241) < 1e-3)
  }

  @Test func theEndsOfTheRangeCount() {
    #expect(GoldenSection.minimum(in: 0...1) { $0 } == 0)
    #expect(GoldenSection.minimum(in: 0...1) { -$0 } == 1)
  }
}
