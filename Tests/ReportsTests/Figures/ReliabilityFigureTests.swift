import Figures
import SymmetryClassification
import TestSupport
import Testing

@testable import Reports

@Suite struct ReliabilityFigureTests {
  @Test func everyBinHasADotAtItsAccuracy() throws {
    let curves = try Examples.evaluation().curves
    let page = try RenderedFigure(ReliabilityFigure(curves))
    let bins = curves.bins.filter { $0.count > 0 }
    #expect(bins.count > 5)
    let blue = try RenderedFigure.grey(of: .blue)
    for bin in bins {
      // The square from (56, 16), of 226 points.
      let (x, y) = (56 + 226 * bin.confidence, 16 + 226 * (1 - bin.accuracy))
      #expect(abs(page[x, y] - blue) <= 1, "\(bin)")
    }
  }

  @Test func perfectCalibrationIsTheDiagonal() throws {
    let page = try RenderedFigure(ReliabilityFigure(try Examples.evaluation().curves))
    let onLine = stride(from: 0.05, to: 0.5, by: 0.002).map { page[56 + 226 * $0, 16 + 226 * (1 - $0)] }
    #expect(onLine.contains { $0 < 200 } && onLine.contains(255))
  }
}
