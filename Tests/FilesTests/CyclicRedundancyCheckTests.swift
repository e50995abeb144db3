import Files
import Testing

@Suite struct CyclicRedundancyCheckTests {
  /// The sums of the digits 1 to 9, which distinguish such checks.
  @Test func theSumsAreThoseOfTheCatalogue() {
    let digits = Array("123456789".utf8)
    #expect(CyclicRedundancyCheck.crc32.sum(of: digits) == 0xCBF4_3926)
    #expect(CyclicRedundancyCheck.crc32C.sum(of: digits) == 0xE306_9283)
    #expect(CyclicRedundancyCheck.crc32.sum(of: []) == 0)
  }
}
