import Testing

@testable import Crystallography

@Suite struct Matrix3Tests {
  private static let matrix = Matrix3(rows: [2, -1, 0.5], [0, 3, 1], [4, 1, -2])

  private static func difference(_ a: Matrix3, _ b: Matrix3) -> Double {
    (0..<9).map { abs(a[$0 / 3, $0 % 3] - b[$0 / 3, $0 % 3]) }.max() ?? 0
  }

  @Test func subscriptIsRowThenColumn() {
    let matrix = Self.matrix
    #expect(matrix[0, 1] == -1 && matrix[1, 0] == 0 && matrix[2, 0] == 4 && matrix[0, 2] == 0.5)
    #expect(matrix.columns.0 == [2, 0, 4])
    #expect(matrix == Matrix3(columns: [2, 0, 4], [-1, 3, 1], [0.5, 1, -2]))
    #expect(matrix.transposed[0, 2] == 4 && matrix.transposed.transposed == matrix)
    var other = matrix
    other.columns.1 = [7, 8, 9]
    #expect(other[2, 1] == 9 && other[2, 0] == 4)
  }

  @Test func productsApplyTheRightFactorFirst() {
    let other = Matrix3(rows: [0, -1, 0], [1, 0, 0], [0, 0, 1])
    let vector: Vector3 = [1, 2, 3]
    #expect(Self.matrix * vector == [1.5, 9, 0])
    #expect((Self.matrix * other) * vector == Self.matrix * (other * vector))
    #expect((other * Self.matrix) * vector != Self.matrix * (other * vector))
    #expect(Self.matrix * .identity == Self.matrix && .identity * Self.matrix == Self.matrix)
  }

  @Test func determinantIsTheVolume() {
    // 2 (-6 - 1) + 1 (0 - 4) + 0.5 (0 - 12).
    #expect(Self.matrix.determinant == -24)
    #expect(Self.matrix.transposed.determinant == -24)
    #expect(Matrix3.identity.determinant == 1)
    #expect(Matrix3(rows: [0, 1, 0], [1, 0, 0], [0, 0, 1]).determinant == -1)
  }

  @Test func inverseTimesMatrixIsTheIdentity() {
    let inverse = Self.matrix.inverse
    #expect(Self.difference(Self.matrix * inverse, .identity) < 1e-15)
    #expect(Self.difference(inverse * Self.matrix, .identity) < 1e-15)
    let flat = Matrix3(rows: [1, 2, 3], [2, 4, 6], [0, 0, 1])
    #expect(flat.determinant == 0)
    #expect(!flat.inverse[0, 0].isFinite)
  }
}
