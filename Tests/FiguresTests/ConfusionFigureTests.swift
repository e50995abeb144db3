import TestSupport
import Testing

@testable import Figures

@Suite struct ConfusionFigureTests {
  @Test func sixtyClassesFitOnAPage() throws {
    let names = (0..<60).map { "class \($0)" }
    let rows = (0..<60).map { row in (0..<60).map { $0 == row ? 100 : ($0 + row) % 7 } }
    let figure = ConfusionFigure(classes: names, rows: rows)
    #expect(figure.size.x < 760 && figure.size.y < 760)
    #expect(try figure.data(as: .png).count > 10_000)
  }

  /// The grey level at the edge of a cell, which its number leaves free; the first cell begins at `margin`.
  private func greys(_ rows: [[Int]], showsShares: Bool = false) throws -> [[Float]] {
    let page = try RenderedFigure(ConfusionFigure(classes: ["a", "b"], rows: rows, showsShares: showsShares))
    // One letter of 9 points: 34 + 0.62 · 9.
    let margin = 34 + 0.62 * 9
    return (0..<2).map { row in
      (0..<2).map { column in page[margin + 26 * Double(column) + 2, margin + 26 * Double(row) + 2] }
    }
  }

  @Test func cellsAreColouredByTheShareOfTheirRow() throws {
    let greys = try greys([[3, 1], [0, 400]])
    for (row, shares) in [[0.75, 0.25], [0, 1]].enumerated() {
      for (column, share) in shares.enumerated() {
        #expect(abs(greys[row][column] - (try RenderedFigure.grey(of: .scale(share)))) <= 1)
      }
    }
    // A class without patterns is as light as no share.
    let white = try RenderedFigure.grey(of: .scale(0))
    #expect(try self.greys([[0, 0], [1, 1]])[0].allSatisfy { abs($0 - white) <= 1 })
  }

  @Test func longNamesAreCut() {
    let name = String(repeating: "m", count: 25)
    let (long, short) = (ConfusionFigure(classes: [name], rows: [[1]]), ConfusionFigure(classes: ["m"], rows: [[1]]))
    let limit = ConfusionFigure(classes: [String(repeating: "m", count: 24)], rows: [[1]])
    // An ellipsis is slightly wider than the letter.
    #expect(abs(long.size.x - limit.size.x) < 1 && long.size.x > short.size.x + 50)
  }

  @Test func wideNamesHaveTheirSpace() throws {
    // Capital M is wider than the usual letter.
    let name = String(repeating: "M", count: 20)
    let figure = ConfusionFigure(classes: [name, "b"], rows: [[1, 0], [0, 1]])
    let margin = figure.size.x - 2 * 26 - 70
    #expect(margin >= 34 + TextLayout().width(of: name, size: 9))
    let page = try RenderedFigure(figure)
    // The name ends before "true", at 12 points, begins.
    for y in stride(from: margin, to: margin + 26, by: 0.5) {
      for x in stride(from: 18.0, to: 27, by: 0.5) { #expect(page[x, y] == 255) }
    }
  }

  @Test func noClassesGiveAnEmptyMatrix() throws {
    #expect(try ConfusionFigure(classes: [], rows: []).data(as: .png).count > 100)
  }
}
