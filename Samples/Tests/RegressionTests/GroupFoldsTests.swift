import Testing

@testable import Regression

@Suite struct GroupFoldsTests {
  private let groups = (0..<40).map { "\($0 % 13)" }

  @Test func groupsStayTogether() {
    let folds = GroupFolds(groups: groups, count: 5, seed: 3)
    for (first, group) in groups.enumerated() {
      for (second, other) in groups.enumerated() where group == other {
        #expect(folds.fold[first] == folds.fold[second])
      }
    }
  }

  @Test func partsCoverAllExamplesOnce() {
    let folds = GroupFolds(groups: groups, count: 5, seed: 3)
    let tests = (0..<5).map { folds.split($0).test }
    #expect(tests.flatMap(\.self).sorted() == Array(0..<40))
    #expect(tests.allSatisfy { !$0.isEmpty })
    for part in 0..<5 { #expect(Set(folds.split(part).training).isDisjoint(with: tests[part])) }
  }

  @Test func seedChoosesTheDivision() {
    #expect(GroupFolds(groups: groups, count: 5, seed: 1).fold != GroupFolds(groups: groups, count: 5, seed: 2).fold)
  }
}
