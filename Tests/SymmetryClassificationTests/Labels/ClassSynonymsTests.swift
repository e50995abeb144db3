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
}
