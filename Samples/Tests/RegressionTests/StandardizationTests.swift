import Testing

@testable import Regression

@Suite struct StandardizationTests {
  @Test func meansAreZeroAndDeviationsOne() {
    let examples = [[1.0, 5, 2], [3, 5, 4], [5, 5, 9]]
    let standardization = Standardization(examples)
    let scaled = examples.map(standardization.apply)
    for feature in [0, 2] {
      #expect(abs(scaled.reduce(0) { $0 + $1[feature] }) < 1e-6)
      #expect(abs(scaled.reduce(0) { $0 + $1[feature] * $1[feature] } / 3 - 1) < 1e-6)
    }
    #expect(standardization.scale[1] == 1 && scaled[0][1] == 0)
  }

  @Test func undoInverts() {
    let standardization = Standardization([[1, 5], [3, 8]])
    let back = standardization.undo(standardization.apply([2.5, 7]))
    #expect(abs(back[0] - 2.5) < 1e-6 && abs(back[1] - 7) < 1e-6)
  }
}
