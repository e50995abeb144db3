import Testing

@testable import Figures

@Suite struct TextLayoutTests {
  @Test func widthsGrowWithTextAndSize() {
    let layout = TextLayout()
    let one = layout.width(of: "m", size: 9)
    // The advance of DejaVu Sans is 0.974 em; another font differs by little.
    #expect((0.7...1.1).contains(one / 9))
    #expect(abs(layout.width(of: "mmmm", size: 9) - 4 * one) < 0.05)
    #expect(abs(layout.width(of: "m", size: 18) - 2 * one) < 0.05)
    #expect(layout.width(of: "", size: 9) == 0)
  }

  @Test func signsWithoutAFontAreFound() {
    let layout = TextLayout()
    #expect(layout.hasGlyphs(for: "cF αβ é") && layout.hasGlyphs(for: ""))
    #expect(!layout.hasGlyphs(for: "a\u{10FFF0}"))
  }
}
