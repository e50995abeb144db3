import Figures
import Testing

@testable import Reports

@Suite struct ScaleBarTests {
  @Test(
    arguments: [
      (0.5, 100, 40.0, "20 µm"), (0.25, 20, 8.0, "2 µm"), (0.05, 40, 10.0, "500 nm"), (100, 100, 20.0, "2 mm"),
      (1, 1, 1.0, "1 µm"), (3, 2, 2.0 / 3, "2 µm"), (1e-4, 10, 2.0, "0.2 nm"),
    ] as [(Double, Int, Double, String)]
  )
  func barsHaveARoundLengthWithinTwoFifthsOfARow(step: Double, columns: Int, positions: Double, text: String) {
    let bar = ScaleBar(step: [step, step], columns: columns)
    #expect(abs(bar.positions - positions) < 1e-9 && bar.text == text, "\(bar)")
  }

  @Test func unequalStepsAreSaid() {
    #expect(ScaleBar(step: [1, 2], columns: 10).text == "2 µm along a row")
    #expect(ScaleBar(step: [1, 1.005], columns: 10).text == "2 µm")
  }

  @Test func pagesWithABarAreHigher() {
    let plain = SymmetryMapFigure(rows: 20, columns: 20, verdicts: .init(repeating: nil, count: 400), classes: ["a"])
    let scaled = SymmetryMapFigure(
      rows: 20,
      columns: 20,
      verdicts: .init(repeating: nil, count: 400),
      classes: ["a"],
      step: [1, 1]
    )
    #expect(scaled.size.y == plain.size.y + 22 && scaled.size.x == plain.size.x)
  }
}
