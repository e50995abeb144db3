import Files
import Testing

@Suite struct SequenceNearestNameTests {
  @Test(
    arguments: [
      ("rutil", "rutile"), ("RUTILE", "rutile"), ("nikcel", "nickel"), ("diamonds", "diamond"), ("gold", nil),
      ("", nil),
    ] as [(String, String?)]
  )
  func theNearestNameIsThatOfTheFewestChanges(name: String, expected: String?) {
    let names = ["diamond", "nickel", "rutile", "titanium-copper"]
    #expect(names.nearestName(to: name) == expected)
    #expect(names.suggestion(for: name) == (expected.map { "; did you mean \($0)?" } ?? ""))
  }

  @Test func ofTwoLettersNoneIsChanged() {
    #expect(["cF", "cI"].nearestName(to: "cf") == "cF")
    #expect(["cF", "cI"].nearestName(to: "cX") == nil && ["a"].nearestName(to: "xa") == nil)
  }

  @Test func theFirstOfEqualsIsTaken() {
    #expect(["cat", "bat"].nearestName(to: "hat") == "cat")
    #expect([String]().nearestName(to: "hat") == nil)
  }
}
