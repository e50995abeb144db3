import Testing

@testable import SymmetryClassification

@Suite struct ClassSynonymsTests {
  @Test(
    arguments: [
      (["cF", "fcc", "hP"], ["cF fcc"]), (["cF", "cf"], ["cF cf"]), (["225", "Fm-3m", "1"], ["225 Fm-3m"]),
      (["bcc", "Body centered cubic"], ["bcc Body centered cubic"]), (["oA", "oC", "oP"], ["oA oC"]),
      (["SG225", "225_Fm-3m", "fm-3m"], ["SG225 225_Fm-3m", "SG225 fm-3m", "225_Fm-3m fm-3m"]),
      (["rhombohedral", "hR", "other"], ["rhombohedral hR"]), (["4_mmm", "4-mmm", "x"], []),
      (["cI", "cF", "cP"], []), (["m-3m", "-43m"], []), (["P4_1", "P4_3"], []), (["ferrite", "austenite"], []),
      (["225", "Fm-3m", "amorphous"], []), (["1", "01", "x"], []), ([], []),
    ] as [([String], [String])]
  )
  func namesOfTheSameSpaceGroupsAreSynonyms(names: [String], expected: [String]) {
    let pairs = ClassSynonyms(classNames: names).pairs
    #expect(pairs.map { "\($0.first) \($0.second)" } == expected)
  }

  @Test func aWarningNamesBoth() {
    #expect(
      ClassSynonyms(classNames: ["225", "Fm-3m"]).warnings == [
        "the classes 225 and Fm-3m mean the same; put their patterns into one folder"
      ]
    )
  }

  @Test func aSuggestionPrefersTheMeaningToTheLetters() {
    #expect(["bcc", "cF"].classSuggestion(for: ["fcc"]) == "; did you mean cF?")
    #expect(["austenite", "ferrite"].classSuggestion(for: ["ferite"]) == "; did you mean ferrite?")
    #expect(["austenite", "ferrite"].classSuggestion(for: ["x"]) == "")
  }

  @Test func numbersThatAreReadAsSpaceGroupsAreSaid() {
    func remark(_ names: String...) -> String? { SymmetryLabeling(classNames: names).numberRemark }
    #expect(
      remark("1", "2", "10", "225", "229", "Fd-3m")
        == "class names that are numbers are read as space groups: 1 is P1, 2 is P-1, 10 is P2/m, 225 is Fm-3m and 1 "
        + "more"
    )
    #expect(remark("1", "2", "x") == nil && remark("cF", "cI") == nil && remark("Fm-3m", "P1") == nil)
  }
}
