import SymmetryClassification
import Testing

@Suite struct VerdictTests {
  @Test func theLabelIsTheClassOrTheReasonForNone() {
    let labels = [Verdict.accepted(1), .unknown, .notAPattern].map { $0.label(in: ["cF", "cI"]) }
    #expect(labels == ["cI", "unknown", "not a pattern"])
  }
}
