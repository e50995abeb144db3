import Testing

@testable import Crystallography

@Suite struct SymbolSpellingTests {
  @Test(arguments: [
    ("P 21/c", "P21/c"), ("P2₁/c", "P21/c"), ("Fm3\u{305}m", "Fm-3m"), ("m3\u{304}m", "m-3m"),
    ("P−1", "P-1"), ("P–1", "P-1"), ("I4₁⁄amd", "I41/amd"), ("F\td\u{A0}-3 m", "Fd-3m"),
    ("\u{305}", "-"), ("", ""), ("R 3 c:H", "R3c:H"),
  ])
  func plainSymbolsHaveNoSpacesAndSubscripts(symbol: String, plain: String) {
    #expect(SymbolSpelling.plain(symbol) == plain)
  }

  @Test func mostLiteralReadingComesFirst() {
    #expect(SymbolSpelling.readings(of: "P21/c") == ["P21/c", "P21/c"])
    let folder = SymbolSpelling.readings(of: "P4_mmm")
    #expect(folder.first == "P4mmm" && folder.contains("P4/mmm"))
    let screw = SymbolSpelling.readings(of: "P2_1_2_1_2_1")
    #expect(screw.first == "P212121")
    // At most one underscore is a slash.
    #expect(screw.allSatisfy { $0.count(where: { $0 == "/" }) <= 1 })
    #expect(SymbolSpelling.readings(of: "P4:mmm").contains("P4/mmm"))
    #expect(SymbolSpelling.readings(of: "P63mmc").contains("P63/mmc"))
    #expect(SymbolSpelling.readings(of: "Fm3m").contains("Fm-3m"))
    // The 3 of a trigonal group comes first, so no bar can be missing.
    #expect(SymbolSpelling.readings(of: "P3m1").allSatisfy { !$0.contains("-") })
  }

  @Test func unusualTextHasReadings() {
    for text in ["", "_", "___", ":", "3", "P", "P_", String(repeating: "_", count: 40)] {
      #expect(!SymbolSpelling.readings(of: text).isEmpty)
    }
  }
}
