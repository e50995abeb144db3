import Testing

@testable import Diffraction

@Suite struct NormalEquationsTests {
  private static let matrix: [[Double]] = [[4, 2, -1], [2, 5, 1], [-1, 1, 3]]

  @Test func solutionsFulfilTheEquations() throws {
    let sides: [[Double]] = [[1, 2, 3], [-2, 0, 1]]
    let solutions = try #require(NormalEquations.solve(Self.matrix, damping: 0.5, sides))
    for (x, b) in zip(solutions, sides) {
      for row in 0..<3 {
        let sum = (0..<3).reduce(0.5 * Self.matrix[row][row] * x[row]) { $0 + Self.matrix[row][$1] * x[$1] }
        #expect(abs(sum - b[row]) < 1e-12)
      }
    }
  }

  @Test func aSingularMatrixHasNoSolution() {
    #expect(NormalEquations.solve([[1, 1], [1, 1]], damping: 0, [[1, 2]]) == nil)
    #expect(NormalEquations.solve([[0]], damping: 1, [[1]]) == nil)
  }
}
