import Figures
import TestSupport
import Testing

@testable import Reports

@Suite struct ScanPageTests {
  @Test func positionsShrinkSoThatLargeScansFit() {
    #expect(ScanPage(rows: 3, columns: 5).legend == SIMD2<Double>(44 + 60 + 14, 28))
    // 500 points for the longer side.
    #expect(ScanPage(rows: 250, columns: 1000).size(legendHeight: 0) == SIMD2<Double>(44 + 500 + 130, 28 + 125 + 40))
    #expect(ScanPage(rows: 1000, columns: 250).size(legendHeight: 90) == SIMD2<Double>(44 + 125 + 130, 28 + 500 + 40))
    #expect(ScanPage(rows: 0, columns: 0).size(legendHeight: 90) == SIMD2<Double>(44 + 130, 28 + 90 + 40))
  }

  @Test func imageLiesInItsFrame() throws {
    let scan = ScanPage(rows: 2, columns: 4)
    let figure = Drawing(size: scan.size(legendHeight: 0)) { canvas in
      scan.draw(ColorImage(width: 4, height: 2, filledWith: .blue), title: "", on: canvas)
    }
    let page = try RenderedFigure(figure)
    let blue = try RenderedFigure.grey(of: .blue)
    for (x, y) in [(45.0, 29.0), (91, 51), (68, 40)] { #expect(abs(page[x, y] - blue) <= 1) }
    #expect(page[94, 40] == 255 && page[68, 26] == 255)
    // A tick below the middle of the first column.
    #expect(page[50, 53.5] < 200)
  }
}
