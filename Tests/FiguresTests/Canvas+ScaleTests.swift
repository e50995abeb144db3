import TestSupport
import Testing

@testable import Figures

@Suite struct CanvasScaleTests {
  @Test func barGoesFromAllAtTheTopToNoneAtTheBottom() throws {
    let page = try RenderedFigure(Drawing(size: [60, 100]) { $0.drawScale(x: 10, y: 5) })
    for share in [0.05, 0.5, 0.95] {
      let grey = try RenderedFigure.grey(of: .scale(share))
      #expect(abs(page[15, 5 + Canvas.scaleHeight * (1 - share)] - grey) < 6)
    }
    #expect(page[9, 50] == 255)
  }
}
