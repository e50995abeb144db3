import Figures
import SymmetryClassification
import TestSupport
import Testing

@testable import Reports

@Suite struct RiskCoverageFigureTests {
  @Test func everyCoverageHasADotAtItsErrorRate() throws {
    let curves = try Examples.evaluation().curves
    let risks = curves.accuracyAtCoverage.map { 1 - $0 }
    let greatest = try #require(risks.max())
    #expect(greatest > 0.05)
    let page = try RenderedFigure(RiskCoverageFigure(curves))
    let vermilion = try RenderedFigure.grey(of: .vermilion)
    for (coverage, risk) in zip(ConfidenceCurves.coverages, risks) {
      // The axis ends a tenth above the greatest rate.
      let (x, y) = (56 + 226 * coverage, 16 + 226 * (1 - risk / (1.1 * greatest)))
      #expect(abs(page[x, y] - vermilion) <= 1, "\(coverage)")
    }
  }
}
