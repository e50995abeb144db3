import SymmetryClassification
import Testing

@Suite struct EvaluationErrorTests {
  @Test func eachErrorIsOneSentence() {
    let sentences: [(EvaluationError, String)] = [
      (.noPredictions, "there are no predictions to evaluate; give at least one labelled pattern"),
      (.repeatedClass("cF"), "the class name 'cF' occurs twice; class names must be unique"),
      (
        .unknownClass(file: "a.png", index: 2, classCount: 2),
        "a.png: its true class has the index 2, but there are only 2 classes"
      ),
      (
        .notRolledUp(["cF", "cI"]),
        "no coarser class is given for 'cF', 'cI'; every class of the model needs one"
      ),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
