import RandomNumbers
import Testing

@testable import Imaging

@Suite struct ArrayRankTests {
  @Test func elementIsThatOfTheSortedArray() {
    var generator = KeyedGenerator(1)
    for count in [1, 2, 3, 10, 51] {
      // Few different values, so that many are equal.
      for values in [1, 3, 1000] {
        let array = (0..<count).map { _ in Float(generator.index(below: values)) }
        let sorted = array.sorted()
        for rank in 0..<count {
          var copy = array
          let element = copy.element(ofRank: rank)
          #expect(element == sorted[rank])
          #expect(copy.sorted() == sorted)
        }
      }
    }
  }

  @Test func orderedArraysAndInfinitiesAreNoSpecialCase() {
    var rising = (0..<100).map { Float($0) }
    var falling = Array(rising.reversed())
    let (first, second) = (rising.element(ofRank: 30), falling.element(ofRank: 30))
    #expect(first == 30 && second == 30)
    var extremes: [Float] = [.infinity, 0, -.infinity, .greatestFiniteMagnitude]
    let greatest = extremes.element(ofRank: 3)
    #expect(greatest == .infinity)
  }
}
