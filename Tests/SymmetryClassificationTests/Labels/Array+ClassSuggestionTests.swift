import SymmetryClassification
import Testing

@Suite struct ArrayClassSuggestionTests {
  @Test func aSuggestionPrefersTheMeaningToTheLetters() {
    #expect(["bcc", "cF"].classSuggestion(for: ["fcc"]) == "; did you mean cF?")
    #expect(["austenite", "ferrite"].classSuggestion(for: ["ferite"]) == "; did you mean ferrite?")
    #expect(["austenite", "ferrite"].classSuggestion(for: ["x"]) == "")
  }
}
