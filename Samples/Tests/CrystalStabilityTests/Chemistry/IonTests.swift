import Testing

@testable import CrystalStability

@Suite struct IonTests {
  @Test(arguments: [("Al3+", "Al", 3), ("Na+", "Na", 1), ("Ti4+", "Ti", 4)])
  func symbolAndChargeAreRead(text: String, element: String, charge: Int) {
    #expect(Ion(text) == Ion(element, charge: charge))
    #expect(Ion(element, charge: charge).description == text)
  }

  @Test(arguments: ["", "+", "Al", "Al3", "3+", "Al3-", "Al0+", "Al3+ "])
  func otherTextIsRefused(text: String) { #expect(Ion(text) == nil) }
}
