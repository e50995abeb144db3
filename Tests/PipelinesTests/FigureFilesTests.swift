import Figures
import Pipelines
import Reports
import SymmetryClassification
import Testing

@Suite struct FigureFilesTests {
  @Test func anUnknownEndingListsTheKnownOnes() throws {
    for format in FigureFormat.allCases { #expect(try FigureFiles.format(of: "a.\(format.rawValue)") == format) }
    let known = FigureFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
    let error = #expect(throws: PipelineError.self) { try FigureFiles.format(of: "a.doc", "map", or: [".csv"]) }
    #expect(error?.description == "a.doc: the name of a map must end in one of \(known), .csv")
  }

  @Test func namesWithoutAFontAreWarnedAbout() {
    #expect(FigureFiles.warning(on: ["cF", "κ"]) == nil && FigureFiles.names(["cF", "κ"]) == ["cF", "κ"])
    #expect(FigureFiles.warning(on: ["cF", "\u{10FFF0}"])?.contains("show \u{10FFF0} as U+10FFF0; install") == true)
    #expect(FigureFiles.names(["\u{10FFF0}"]) == ["U+10FFF0"])
  }

  @Test func curvesNeedAHistory() throws {
    let evaluation = try Evaluation(
      classes: ["cF", "never", "cI"],
      predictions: [
        PatternPrediction(file: "a", specimen: nil, trueClass: 0, probabilities: [0.8, 0.1, 0.1]),
        PatternPrediction(file: "b", specimen: nil, trueClass: 2, probabilities: [0.8, 0.1, 0.1]),
      ],
      resamples: 20
    )
    let names = try FigureFiles.all(evaluation).map(\.name)
    #expect(names.count == 3 * FigureFormat.allCases.count)
    #expect(!names.contains { $0.hasPrefix("curves") })
  }
}
