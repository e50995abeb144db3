import RandomNumbers
import Testing

@Suite struct KeyedGeneratorTests {
  @Test func sameKeyGivesTheSameNumbers() {
    var a = KeyedGenerator(7, 3, 1)
    var b = KeyedGenerator(7, 3, 1)
    for _ in 0..<100 { #expect(a.next() == b.next()) }
  }

  @Test func neighbouringAndPermutedKeysGiveOtherStreams() {
    var seen = Set<UInt64>()
    for seed in -2..<30 {
      for epoch in 0..<30 {
        var generator = KeyedGenerator(seed, epoch)
        for _ in 0..<4 { seen.insert(generator.next()) }
      }
    }
    #expect(seen.count == 32 * 30 * 4)
  }
}
