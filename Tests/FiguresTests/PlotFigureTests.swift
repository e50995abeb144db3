import Imaging
import TestSupport
import Testing

@testable import Figures

@Suite struct PlotFigureTests {
  /// The number of pixels near a grey level within the frame of a figure without a legend.
  private func count(of color: Color, in page: RenderedFigure) throws -> Int {
    let grey = try RenderedFigure.grey(of: color)
    return page.image.pixels.count { abs($0 - grey) < 2 }
  }

  @Test func aLineLiesAtItsValues() throws {
    let figure = PlotFigure(
      [.init("", [[0, 0.5], [1, 0.5]])],
      across: "x",
      up: "y",
      horizontal: 0...1,
      vertical: 0...1,
      size: [200, 160]
    )
    let page = try RenderedFigure(figure)
    // The frame is from 56 to 184 across and from 14 to 122 down.
    let grey = try RenderedFigure.grey(of: .blue)
    #expect(abs(page[120, 68] - grey) < 3)
    #expect(page[120, 90] == 255)
  }

  @Test func pointsOutsideTheRangesAreClipped() throws {
    func page(_ points: [SIMD2<Double>]) throws -> RenderedFigure {
      try RenderedFigure(
        PlotFigure([.init("", points, style: .points)], across: "", up: "", horizontal: 0...1, vertical: 0...1)
      )
    }
    #expect(try count(of: .blue, in: page([[0.5, 0.5]])) > 50)
    #expect(try count(of: .blue, in: page([[0.5, 1.5], [-2, 0.5], [.nan, 0.5], [0.5, .infinity]])) == 0)
  }

  @Test func legendsWrapAndMoveTheFrameDown() throws {
    func topOfFrame(_ count: Int) throws -> Int {
      let series = (0..<count).map { PlotFigure.Series("a long name of series \($0)", [[0, 0], [1, 1]]) }
      let page = try RenderedFigure(PlotFigure(series, across: "", up: "", size: [260, 200]))
      // The vertical axis of the frame is the longest dark run of the column at 56 points.
      let column = 56 * 300 / 72
      return (0..<page.image.height).first { row in
        (row..<min(row + 60, page.image.height)).allSatisfy { page.image[$0, column] < 250 }
      } ?? -1
    }
    let (one, four) = (try topOfFrame(1), try topOfFrame(4))
    #expect(one > 0 && four > one + 80)
  }

  @Test func rangesFollowTheData() throws {
    // Neither equal values nor an empty plot have an empty range.
    for points in [[], [[1, 2]], [[0, 3], [5, 3]]] as [[SIMD2<Double>]] {
      let figure = PlotFigure([.init("a", points)], title: "title", across: "x", up: "y")
      #expect(try RenderedFigure(figure).image.pixels.contains { $0 < 150 })
    }
  }
}
