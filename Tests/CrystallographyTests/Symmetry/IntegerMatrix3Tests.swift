import Testing

@testable import Crystallography

@Suite struct IntegerMatrix3Tests {
  private static let matrix = IntegerMatrix3(rows: [1, 2, 3], [0, 1, 4], [-1, 0, 2])
  private static let other = IntegerMatrix3(rows: [0, -1, 0], [1, 0, 0], [0, 5, 1])

  @Test func elementsAreByRowAndColumn() {
    #expect(Self.matrix[0, 2] == 3 && Self.matrix[2, 0] == -1 && Self.matrix[1, 2] == 4)
    #expect(Self.matrix.trace == 4)
    // 1 (2 - 0) - 2 (0 + 4) + 3 (0 + 1).
    #expect(Self.matrix.determinant == -3)
    #expect(Self.matrix.transposed[2, 0] == 3 && Self.matrix.transposed.determinant == -3)
    #expect((-Self.matrix)[1, 2] == -4)
    #expect(-IntegerMatrix3.identity == .inversion)
  }

  @Test func productsAreThoseOfRealMatrices() {
    let product = Self.matrix * Self.other
    let real = Self.matrix.matrix * Self.other.matrix
    #expect(product.matrix == real)
    #expect(product != Self.other * Self.matrix)
    let integers: SIMD3<Int> = [3, -2, 5]
    #expect(product * integers == Self.matrix * (Self.other * integers))
    let vector: Vector3 = [0.5, -0.25, 2]
    #expect(Self.matrix * vector == Self.matrix.matrix * vector)
    #expect(Vector3(Self.matrix * integers) == Self.matrix * Vector3(integers))
  }

  @Test func inversesOfLatticeSymmetriesAreIntegers() {
    let shears = [
      Self.other, IntegerMatrix3(rows: [1, 7, -2], [0, 1, 3], [0, 0, 1]),
      IntegerMatrix3(rows: [0, 0, 1], [1, 0, 0], [0, 1, 0]),
      IntegerMatrix3(rows: [2, 3, 0], [1, 1, 0], [5, -4, 1]),
    ]
    for matrix in shears {
      #expect(abs(matrix.determinant) == 1)
      #expect(matrix * matrix.inverse == .identity)
      #expect(matrix.inverse * matrix == .identity)
    }
    #expect(IntegerMatrix3.inversion.inverse == .inversion)
  }
}
