import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct DistinctElementsTests {
  @Test func everySolidElementUpToUraniumIsDrawn() throws {
    // No gas of group 18, and no element without an isotope that lives for years, except uranium and thorium.
    let absent = ["H", "He", "Ne", "Ar", "Kr", "Tc", "Xe", "Pm", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Pa"]
    let expected = Set((1...92).compactMap { Element(atomicNumber: $0)?.symbol }).subtracting(absent)
    var generator = KeyedGenerator(1)
    var drawn: Set<String> = []
    for _ in 0..<2000 {
      var elements = DistinctElements(CrystalVariation())
      let next = elements.next(using: &generator)
      drawn.insert(try #require(next).element.symbol)
    }
    #expect(drawn == expected)
  }

  @Test func eachElementDiffersFromAllEarlierOnes() {
    var variation = CrystalVariation()
    (variation.contrast, variation.debyeWallerFactor) = (0.4, 0.3...0.5)
    for key in 0..<20 {
      var generator = KeyedGenerator(2, key)
      var elements = DistinctElements(variation)
      var numbers: [Int] = []
      for _ in 0..<3 {
        guard let (element, factor) = elements.next(using: &generator) else { break }
        #expect((0.3 - 1e-6...0.5 + 1e-6).contains(factor))
        for earlier in numbers {
          let difference = abs(earlier - element.atomicNumber)
          #expect(Double(difference) >= 0.4 * Double(max(earlier, element.atomicNumber)) - 1e-5)
        }
        numbers.append(element.atomicNumber)
      }
      #expect(numbers.count >= 2)
    }
  }

  @Test func withoutADistinctElementThereIsNone() {
    var variation = CrystalVariation()
    variation.contrast = 1
    var generator = KeyedGenerator(3)
    var elements = DistinctElements(variation)
    let (first, second) = (elements.next(using: &generator), elements.next(using: &generator))
    // No two atomic numbers differ by the larger one.
    #expect(first != nil && second == nil)
  }
}
