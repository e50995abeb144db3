import SymmetryClassification
import Testing

@Suite struct ClassificationErrorTests {
  @Test func errorsOfScansAndOutputsNameWhatIsWrong() {
    let sentences: [(ClassificationError, String)] = [
      (
        .nonFiniteOutputs(image: "a.png"),
        "a.png: the network's outputs are not finite numbers; the model may be damaged"
      ),
      (.repeatedScanPosition("a", "b"), "a and b have the same position in the scan"),
      (.scanSize(rows: 2, columns: 3, files: 5), "2 rows of 3 columns need 6 files, but there are 5"),
      (
        .oversizedScan(rows: 2, columns: 3),
        "2 rows of 3 columns are too many for a map; check that all files belong to one scan"
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }

  @Test func onlyFusedAnswersNeedSeveralPatternsPerSpecimen() {
    let advice = "train with validation patterns of several per specimen"
    #expect(ClassificationError.noRiskCoverageCurve(fused: true).description.contains(advice))
    #expect(!ClassificationError.noRiskCoverageCurve(fused: false).description.contains(advice))
  }
}
