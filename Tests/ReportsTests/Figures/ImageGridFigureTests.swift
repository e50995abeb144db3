import Figures
import Imaging
import TestSupport
import Testing

@testable import Reports

@Suite struct ImageGridFigureTests {
  @Test func imagesLieInRowsAndColumnsAtTheirOwnShapes() throws {
    let sides = GrayImage(width: 2, height: 1, pixels: [0, 1])
    let levels = GrayImage(width: 1, height: 2, pixels: [0, 1])
    let figure = ImageGridFigure([[sides, levels], [levels, sides]], headings: ["", ""], side: 40)
    // Headings, two rows of the height of the tall image, and gaps.
    let expected: SIMD2<Double> = [98, 192]
    #expect(abs((figure.size - expected).sum()) < 1e-9)
    let page = try RenderedFigure(figure)
    #expect(page[16, 30] == 0 && page[36, 30] == 255)
    #expect(page[72, 40] == 0 && page[72, 80] == 255)
    #expect(page[26, 130] == 0 && page[26, 170] == 255)
    #expect(page[62, 118] == 0 && page[82, 118] == 255)
  }
}
