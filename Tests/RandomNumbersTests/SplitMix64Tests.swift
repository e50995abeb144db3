import RandomNumbers
import Testing

@Suite struct SplitMix64Tests {
  /// The first numbers of seed 1234567, as published with the reference implementation by Vigna.
  @Test func matchesTheReferenceImplementation() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
    #expect(generator.next() == 9_817_491_932_198_370_423)
    #expect(generator.next() == 4_593_380_528_125_082_431)
    #expect(generator.next() == 16_408_922_859_458_223_821)
  }
}
