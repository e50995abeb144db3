import Testing

@testable import BandGaps

@Suite struct ApproximationStudyTests {
  @Test func widerNetworksComeNearer() throws {
    let results = ApproximationStudy(widths: [1, 4, 8], starts: 1, steps: 40).results()
    #expect(results.map(\.width) == [1, 4, 8])
    #expect(results[1].trained < results[0].trained && results[2].trained < results[1].trained)
    #expect(results.allSatisfy { $0.outputs.count == ApproximationStudy.abscissas.count })
  }
}
