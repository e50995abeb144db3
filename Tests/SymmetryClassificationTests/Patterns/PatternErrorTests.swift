import Testing

@testable import SymmetryClassification

@Suite struct PatternErrorTests {
  @Test func sentencesAgreeInNumber() {
    let one = [UnreadableFile(path: "x.png", reason: "damaged")]
    let two = one + [UnreadableFile(path: "y.png", reason: "empty")]
    let sentences: [(PatternError, String)] = [
      (.missing(""), "the name of the folder is empty"), (.missing("p"), "p: there is no such folder"),
      (
        .unreadable("p", one),
        "p: 1 file cannot be read (repair or remove it, or skip it with --skip-bad):\n  x.png: damaged"
      ),
      (
        .unreadable("p", two),
        "p: 2 files cannot be read (repair or remove them, or skip them with --skip-bad):\n  x.png: damaged"
          + "\n  y.png: empty"
      ),
      (
        .classesNotInTraining("p", ["cF"]),
        "p: validation or test has the class 'cF', which train/ lacks: add training images or remove it"
      ),
      (
        .classesNotInTraining("p", ["cF", "cI"]),
        "p: validation or test has the classes 'cF', 'cI', which train/ lacks: add training images or remove them"
      ),
      (.badTable("p", line: 3, reason: "r"), "p/patterns.csv, line 3: r"),
      (
        .invalidFractions(validation: 0.5, test: 0.5),
        "the fractions 0.5 for validation and 0.5 for test must be at least 0 and together less than 1"
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
