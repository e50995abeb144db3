import Testing

@testable import CrystalStability

@Suite struct MixedComparisonTests {
  @Test func publishedNetworksFitTheMeansOfTheOrders() throws {
    let comparison = try MixedComparison(StabilityData())
    for (errors, count, limit) in [(comparison.onA, 95, 0.03), (comparison.onB, 41, 0.05)] {
      #expect(errors.count == count)
      #expect(errors.mean / Double(errors.count) < limit)
    }
  }
}
