import Testing

@testable import Figures

@Suite struct LegibleTextTests {
  /// The form for a machine whose fonts have Latin letters only.
  private let latin = LegibleText { $0.unicodeScalars.allSatisfy { $0.value < 0x250 } }

  @Test func textsWithGlyphsStay() {
    #expect(latin("cF m-3m é") == "cF m-3m é")
    #expect(latin.names(["cF", "tI"]) == ["cF", "tI"] && latin.warning(on: ["cF", "tI"]) == nil)
  }

  @Test func othersAreWrittenInLatinLettersOrCodes() {
    #expect(latin("铁") == "tiě" && latin("Железо 1") == "Železo 1")
    #expect(latin("😀 a") == "U+1F600 a")
  }

  @Test func namesStayDistinct() {
    // Both signs are read tiě.
    #expect(latin.names(["铁", "鐵", "铜"]) == ["U+94C1", "U+9435", "tóng"])
    #expect(latin.names(["tiě", "铁"]) == ["tiě", "U+94C1"])
  }

  @Test func warningNamesTheClassesAndTheRemedy() {
    #expect(
      latin.warning(on: ["cF", "铁"])
        == "no font of this machine has all signs of a class name, so figures show 铁 as tiě; install a font for it, "
        + "such as the package fonts-noto-cjk for Chinese, Japanese and Korean"
    )
    let many = (0..<7).map { "铁\($0)" }
    #expect(latin.warning(on: many)?.contains("some class names, so figures show 铁0 as tiě0, ") == true)
    #expect(latin.warning(on: many)?.contains("铁4 as tiě4 …; install a font for them") == true)
  }

  @Test func fontsOfTheMachineDecide() {
    #expect(LegibleText()("cF αβ") == "cF αβ")
    // No font has this sign, which is for private use.
    #expect(LegibleText()("a\u{10FFF0}") == "aU+10FFF0")
  }
}
