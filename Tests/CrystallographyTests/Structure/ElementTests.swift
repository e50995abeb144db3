import Testing

@testable import Crystallography

@Suite struct ElementTests {
  @Test func symbolsAndNumbersAreInverse() {
    var symbols: Set<String> = []
    for number in 1...118 {
      let element = Element(atomicNumber: number)
      #expect(element?.atomicNumber == number)
      guard let symbol = element?.symbol else { continue }
      symbols.insert(symbol)
      #expect(Element(symbol: symbol) == element)
      #expect(Element(symbol: symbol.uppercased()) == element)
      #expect(Element(symbol: symbol.lowercased()) == element)
      #expect(element?.description == symbol)
    }
    #expect(symbols.count == 118)
  }

  @Test(arguments: [
    ("H", 1), ("Be", 4), ("C", 6), ("Si", 14), ("Fe", 26), ("Au", 79), ("Lr", 103), ("Og", 118),
    ("D", 1),
  ])
  func numbersAreThoseOfThePeriodicTable(symbol: String, number: Int) {
    #expect(Element(symbol: symbol)?.atomicNumber == number)
  }

  @Test(arguments: ["", "X", "Xx", "Q", "J", "Fe1", "Iron", " Fe", "F e", "1", "é", "Å", "\0"])
  func otherTextIsNoElement(text: String) {
    #expect(Element(symbol: text) == nil)
  }

  @Test func atomicNumbersOutside1To118AreRefused() {
    for number in [Int.min, -1, 0, 119, 1_000_000, .max] {
      #expect(Element(atomicNumber: number) == nil)
    }
  }
}
