import Testing

@testable import SymmetryClassification

@Suite struct SymmetryLabelingTests {
  @Test(
    arguments: [
      (["cF", "hP", "mC"], .bravaisLattice), (["cubic", "Hexagonal"], .crystalSystem),
      (["cubic", "trigonal", "hexagonal"], .crystalSystem),
      (["cubic", "rhombohedral", "hexagonal"], .latticeSystem), (["m-3m", "4_mmm"], .laueClass),
      (["m-3m", "4_mmm", "-43m"], .pointGroup), (["23", "432"], .pointGroup),
      (["23", "225"], .spaceGroup), (["Fm-3m", "P2_1_c", "194"], .spaceGroup),
      (["cF", "cubic"], nil),
      (["trigonal", "rhombohedral"], nil), (["cF", "amorphous"], nil),
      (["austenite", "ferrite"], nil),
      (["0", "1", "2"], nil), ([], nil),
    ] as [([String], SymmetryLevel?)]
  )
  func setOfNamesDecidesTheLevel(names: [String], level: SymmetryLevel?) {
    let labeling = SymmetryLabeling(classNames: names)
    #expect(labeling.level == level)
    #expect(labeling.labels.map(\.className) == (level == nil ? [] : names))
  }

  @Test func latticesRollUpToLatticeSystemsButNotCrystalSystems() throws {
    let labeling = SymmetryLabeling(classNames: ["cI", "cF", "hP"])
    #expect(
      try labeling.rolledUp(to: .latticeSystem) == [
        "cI": "cubic", "cF": "cubic", "hP": "hexagonal",
      ]
    )
    let error = #expect(throws: SymmetryLabelError.self) {
      try labeling.rolledUp(to: .crystalSystem)
    }
    #expect(error?.description.contains("hP") == true)
    #expect(error?.description.contains("trigonal or hexagonal") == true)
  }

  @Test(arguments: [
    (["cF", "amorphous"], "\"amorphous\" is not the name of"),
    (["cF", "cubic"], "\"cF\" is a Bravais lattice, \"cubic\" is a crystal system"),
    ([], "no classes"),
  ])
  func namesWithoutLevelAreRefusedWithReason(names: [String], reason: String) {
    let error = #expect(throws: SymmetryLabelError.self) {
      try SymmetryLabeling(classNames: names).rolledUp(to: .latticeSystem)
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func mirrorSwapsEnantiomorphicClasses() {
    func swapped(_ names: [String]) -> [[String]] {
      SymmetryLabeling(classNames: names).classesSwappedByMirror.map { [$0.first, $0.second] }
    }
    #expect(swapped(["P4_1", "Fm-3m", "P4_3"]) == [["P4_1", "P4_3"]])
    #expect(swapped(["P4_1", "P4_3", "amorphous"]) == [["P4_1", "P4_3"]])
    #expect(swapped(["213", "212", "225"]) == [["213", "212"]])
    #expect(swapped(["144", "145", "900"]).isEmpty)
    #expect(swapped(["P4_1", "P4_2", "cF", "P2_1"]).isEmpty)
  }

  @Test func displayOrderGoesFromTriclinicToCubic() {
    func order(_ names: [String]) -> [String] { SymmetryLabeling(classNames: names).displayOrder }
    #expect(order(["cF", "hP", "aP", "tI", "cP"]) == ["aP", "tI", "hP", "cP", "cF"])
    #expect(order(["m-3m", "2_m", "4_mmm"]) == ["2_m", "4_mmm", "m-3m"])
    #expect(order(["Fm-3m", "P2_1_c", "62"]) == ["P2_1_c", "62", "Fm-3m"])
    #expect(order(["steel10", "Steel2", "ferrite"]) == ["ferrite", "Steel2", "steel10"])
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
