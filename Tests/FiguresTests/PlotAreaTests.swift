import TestSupport
import Testing

@testable import Figures

@Suite struct PlotAreaTests {
  @Test func ticksAreRound() {
    #expect(PlotArea.ticks(0...1).map { ($0 * 10).rounded() } == [0, 2, 4, 6, 8, 10])
    #expect(PlotArea.ticks(1...12) == [5, 10])
    #expect(PlotArea.ticks(3...3) == [3])
  }

  @Test func positionsRiseWithValues() {
    let area = PlotArea(x: 10, y: 20, width: 100, height: 50, horizontal: 0...2, vertical: 0...1)
    #expect(area.position(0, 0) == [10, 70] && area.position(2, 1) == [110, 20])
  }

  @Test(arguments: [0...1, 1...30, 0.02...0.0301, -3...7, 0...2_500_000] as [ClosedRange<Double>])
  func aboutFiveTicksLieInTheRange(range: ClosedRange<Double>) {
    let ticks = PlotArea.ticks(range)
    #expect((2...6).contains(ticks.count))
    let slack = 1e-6 * (range.upperBound - range.lowerBound)
    #expect(ticks.allSatisfy { $0 >= range.lowerBound - slack && $0 <= range.upperBound + slack })
    let steps = zip(ticks, ticks.dropFirst()).map { $1 - $0 }
    for step in steps { #expect(abs(step - steps[0]) < slack) }
  }

  @Test func positionsOfAnEmptyRangeAreFinite() {
    let area = PlotArea(x: 0, y: 0, width: 10, height: 10, horizontal: 1...1, vertical: 0...0)
    #expect(area.position(1, 0) == [0, 10])
  }

  @Test func numbersAreShort() {
    let texts = [0.1 + 0.2, 1_234_567, -0.0, 100, 0.000_012_345].map(PlotArea.text)
    #expect(texts == ["0.3", "1.235e+06", "0", "100", "1.234e-05"])
    #expect([0, 0.005, 0.754, 1].map(PlotArea.percent) == ["0 %", "1 %", "75 %", "100 %"])
  }

  @Test func axesAreDrawnAtTheirFrame() throws {
    let area = PlotArea.square(vertical: 0...1)
    let page = try RenderedFigure(Drawing(size: PlotArea.squarePage) { area.draw(on: $0, across: "x", up: "y") })
    // The vertical axis, the horizontal axis and a line of the grid at 0.4; between the lines the page is white.
    #expect(page[56, 100] < 200 && page[150, 242] < 200)
    let line = area.position(0.5, 0.4)
    #expect(page[line.x, line.y] < 240)
    #expect(page[line.x, line.y + 10] == 255)
  }
}
