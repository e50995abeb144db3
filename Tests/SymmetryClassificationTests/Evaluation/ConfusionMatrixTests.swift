import Testing

@testable import SymmetryClassification

@Suite struct ConfusionMatrixTests {
  @Test func rowsAreTrueClassesAndColumnsPredictedOnes() {
    var matrix = ConfusionMatrix(classCount: 3)
    matrix[0, 1] += 2
    matrix[2, 2] = 5
    matrix.add(1, toCell: 3)
    #expect(matrix.rows == [[0, 2, 0], [1, 0, 0], [0, 0, 5]])
    #expect(matrix.support == [2, 1, 5])
    #expect(matrix.predictedCounts == [1, 2, 5])
    #expect(matrix.count == 8)
    matrix.clear()
    #expect(matrix == ConfusionMatrix(classCount: 3))
  }

  @Test func aMatrixOfNoClassesIsEmpty() {
    let matrix = ConfusionMatrix(classCount: 0)
    #expect(matrix.rows.isEmpty && matrix.count == 0)
  }
}
