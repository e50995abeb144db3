import Figures
import SymmetryClassification
import TestSupport
import Testing

@testable import Reports

@Suite struct SymmetryMapFigureTests {
  /// The grey levels of the positions of a scan of one row.
  private func greys(_ verdicts: [Verdict?], classes: [String]) throws -> [Float] {
    let figure = SymmetryMapFigure(rows: 1, columns: verdicts.count, verdicts: verdicts, classes: classes)
    let page = try RenderedFigure(figure)
    return verdicts.indices.map { page[44 + 12 * (Double($0) + 0.5), 28 + 6] }
  }

  @Test func colourOfALatticeDoesNotDependOnTheModel() throws {
    let many = try greys([.accepted(2), .accepted(0)], classes: ["cF", "cI", "hP"])
    let few = try greys([.accepted(0), .accepted(1)], classes: ["hP", "cF"])
    #expect(many == few && many[0] != many[1])
  }

  @Test func otherVerdictsAreGrey() throws {
    let found = try greys([.unknown, .notAPattern, .unknown], classes: ["cF"])
    #expect(found[0] == found[2])
    let expected = try [0.62, 0.25].map { try RenderedFigure.grey(of: Color(red: $0, green: $0, blue: $0)) }
    #expect(abs(found[0] - expected[0]) <= 1 && abs(found[1] - expected[1]) <= 1)
  }

  @Test func positionsWithoutAPatternHaveTheirOwnColourAndEntry() throws {
    let found = try greys([nil, .unknown, .notAPattern, .accepted(0)], classes: ["cF"])
    #expect(Set(found).count == 4)
    #expect(abs(try RenderedFigure.grey(of: .notMeasured) - found[0]) <= 1)
    // A seventh entry needs a longer legend.
    let verdicts = (0..<4).map { Verdict?.some(.accepted($0)) } + [.unknown, .notAPattern]
    func height(_ verdicts: [Verdict?]) -> Double {
      SymmetryMapFigure(rows: 1, columns: verdicts.count, verdicts: verdicts, classes: ["a", "b", "c", "d"]).size.y
    }
    #expect(height(verdicts + [nil]) == height(verdicts) + 16)
  }

  @Test func legendListsOnlyTheVerdictsOfTheScan() {
    let classes = (0..<14).map { "class \($0)" }
    func height(_ verdicts: [Verdict]) -> Double {
      SymmetryMapFigure(rows: 1, columns: verdicts.count, verdicts: verdicts, classes: classes).size.y
    }
    // A line is 16 points; the page has space for the five lines of a colour scale.
    #expect(height([.accepted(0)]) == 28 + Canvas.scaleHeight + 40)
    #expect(height((0..<14).map { .accepted($0) }) == 28 + 14 * 16 + 40)
    #expect(height((0..<14).map { .accepted($0) } + [.unknown, .unknown, .notAPattern]) == 28 + 16 * 16 + 40)
  }

  @Test func everyClassOfAnotherModelHasItsColour() throws {
    let classes = ["Ni", "Fe", "Si", "Al"]
    let found = try greys((0..<4).map { .accepted($0) }, classes: classes)
    #expect(Set(found).count == 4)
  }
}
