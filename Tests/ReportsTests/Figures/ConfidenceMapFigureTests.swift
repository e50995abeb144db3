import Figures
import TestSupport
import Testing

@testable import Reports

@Suite struct ConfidenceMapFigureTests {
  @Test func positionsAreColouredByTheirProbability() throws {
    let values: [Float?] = [0.1, 0.5, nil, 1, 0.9, 0]
    let page = try RenderedFigure(ConfidenceMapFigure(rows: 2, columns: 3, values: values))
    for (index, value) in values.enumerated() {
      // Positions of 12 points from (44, 28).
      let (x, y) = (44 + 12 * (Double(index % 3) + 0.5), 28 + 12 * (Double(index / 3) + 0.5))
      let grey = try RenderedFigure.grey(of: value.map { .scale(Double($0)) } ?? .faint)
      #expect(abs(page[x, y] - grey) <= 1, "\(index)")
    }
  }

  @Test func positionsWithoutAnImageHaveTheirOwnColourAndEntry() throws {
    let figure = ConfidenceMapFigure(rows: 1, columns: 3, values: [0.9, nil, nil], isMeasured: [true, true, false])
    let page = try RenderedFigure(figure)
    for (index, color) in [Color.scale(0.9), .faint, .notMeasured].enumerated() {
      #expect(abs(page[44 + 12 * (Double(index) + 0.5), 34] - (try RenderedFigure.grey(of: color))) <= 1)
    }
    // Two entries below the scale.
    for (line, color) in [Color.faint, .notMeasured].enumerated() {
      let y = 28 + Canvas.scaleHeight + 8 + 16 * Double(line) + 7
      #expect(abs(page[44 + 36 + 14 + 5, y] - (try RenderedFigure.grey(of: color))) <= 1)
    }
    #expect(figure.size.y == 28 + Canvas.scaleHeight + 8 + 32 + 40)
  }

  @Test func pageHoldsTheScale() {
    #expect(ConfidenceMapFigure(rows: 1, columns: 1, values: [1]).size == SIMD2<Double>(44 + 12 + 130, 28 + 90 + 40))
    let tall = ConfidenceMapFigure(rows: 20, columns: 1, values: Array(repeating: 1, count: 20))
    #expect(tall.size == SIMD2<Double>(44 + 12 + 130, 28 + 240 + 40))
  }
}
