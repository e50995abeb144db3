import RandomNumbers
import Testing

@Suite struct RandomNumberGeneratorIndexTests {
  @Test func indicesAreDrawnByTheirWeights() {
    let weights: [Float] = [0, 3, 1, 0, 4, 0]
    var counts = [0, 0, 0, 0, 0, 0]
    for key in 0..<8000 {
      var generator = KeyedGenerator(5, key)
      counts[generator.index(weighted: weights)] += 1
    }
    #expect(counts[0] == 0 && counts[3] == 0 && counts[5] == 0)
    // 5 standard deviations about 3000, 1000 and 4000.
    #expect(abs(counts[1] - 3000) < 217 && abs(counts[2] - 1000) < 148)
    var generator = KeyedGenerator(6)
    #expect(generator.index(weighted: [0.1]) == 0)
  }

  @Test func indicesBelowACountAreEquallyLikely() {
    var counts = [0, 0, 0]
    for key in 0..<9000 {
      var generator = KeyedGenerator(7, key)
      counts[generator.index(below: 3)] += 1
    }
    #expect(counts.allSatisfy { abs($0 - 3000) < 224 })
  }

  @Test func shuffleKeepsAllElements() {
    var generator = KeyedGenerator(8)
    var numbers = Array(0..<50)
    generator.shuffle(&numbers)
    #expect(numbers != Array(0..<50) && numbers.sorted() == Array(0..<50))
  }
}
