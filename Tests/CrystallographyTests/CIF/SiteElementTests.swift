import Testing

@testable import Crystallography

@Suite struct SiteElementTests {
  private func read(_ label: String, formula: String?, among labels: [String] = []) -> String? {
    let reader = SiteElement(formula: formula.flatMap { ChemicalFormula($0) }, labels: labels)
    return try? reader.element(label: label, line: 1).element.symbol
  }

  @Test(arguments: [
    ("Ala", "Ca Al2 Si2 O10 H4", "Al"), ("Hh", "Ca Al2 Si2 O10 H4", "H"), ("HwL", "Sr H8 O10", "H"),
    ("Dd", "Ca O D4", "H"),
    ("Pbl", "Pb10 As3.84 S19", "Pb"), ("Sl", "Pb10 As3.84 S19", "S"), ("Oa1", "Ca Na O9 Si3", "O"),
    ("Hn1", "N H6 P O4", "H"),
    ("HO1", "C10 H20 N O3", "H"), ("CL1", "Na Cl", "Cl"), ("si1", "Si O2", "Si"),
    ("Oin", "(Mg1.12 Al.82) Si4 O15 N.06", "O"),
  ])
  func theFormulaDecides(label: String, formula: String, element: String) {
    #expect(read(label, formula: formula) == element)
    if !["HO1", "CL1"].contains(label) { #expect(read(label, formula: nil) == nil) }
  }

  @Test func countsDecideBetweenOneAndTwoSymbols() {
    let labels = ["CO(1)", "CO(2)", "C(1)", "C(2)", "C(3)", "C(4)", "O(1)", "O(2)"]
    #expect(read("CO(1)", formula: "C4 Co2 O2", among: labels) == "Co")
    #expect(read("CO(1)", formula: "C6 Co1 O2", among: labels) == nil)
    #expect(read("CL1", formula: "C5 H13 Cl N2", among: ["CL1", "C1", "C2", "C3", "C4", "C5", "N1", "N2"]) == "Cl")
  }

  @Test func labelsThatTheFormulaLacksStayUnknown() {
    #expect(read("Kk", formula: "B Be2 H3 O5") == nil)
    #expect(read("X", formula: "Ba Ga") == nil)
    #expect(read("max", formula: "Sr O7 C3 D3") == nil)
    // An element that the label spells out counts even if the formula lacks all readings of it.
    #expect(read("Zn1", formula: "B O") == "Zn")
  }
}
