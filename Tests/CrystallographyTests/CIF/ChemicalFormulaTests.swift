import Testing

@testable import Crystallography

@Suite struct ChemicalFormulaTests {
  @Test func countsAreRead() throws {
    let formula = try #require(ChemicalFormula("C10 H20 Cl N O3"))
    let symbols = ["C": 10.0, "H": 20, "Cl": 1, "N": 1, "O": 3]
    #expect(formula.counts?.count == 5)
    for (symbol, count) in symbols { #expect(formula.counts?[try #require(Element(symbol: symbol))] == count) }
    let mixed = try #require(ChemicalFormula("(Cu.85 Fe.15) (Re2.84 Mo1.16) S8"))
    #expect(mixed.counts == nil && mixed.elements.count == 5)
    for text in ["", "1", "C10 Xx", "rock salt", "C10 h20", "Fe2+"] { #expect(ChemicalFormula(text) == nil, "\(text)") }
  }

  @Test func theContentOfACellMatches() throws {
    let sodium = try #require(Element(symbol: "Na"))
    let chlorine = try #require(Element(symbol: "Cl"))
    func crystal(_ elements: [Element]) throws -> Crystal {
      Crystal(
        name: "",
        cell: try UnitCell(a: 5, b: 5, c: 5),
        atoms: elements.map { AtomSite(element: $0, position: .zero) }
      )
    }
    var formula = try #require(ChemicalFormula("Na Cl"))
    #expect(formula.matches(try crystal([sodium, chlorine])) == true)
    #expect(formula.matches(try crystal([sodium, sodium, chlorine])) == false)
    formula.unitsPerCell = 2
    #expect(formula.matches(try crystal([sodium, chlorine])) == false)
    #expect(formula.matches(try crystal([sodium, chlorine, sodium, chlorine])) == true)
    #expect(ChemicalFormula("(Na Cl)")?.matches(try crystal([sodium])) == nil)
  }
}
