import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct ComplexMatrixTests {
  private typealias Complex = SIMD2<Float>

  private static func random(
    _ rows: Int,
    _ columns: Int,
    seed: Int,
    isComplex: Bool
  ) -> ComplexMatrix {
    var generator = KeyedGenerator(seed)
    var matrix = ComplexMatrix()
    matrix.resize(rows: rows, columns: columns, isComplex: isComplex)
    matrix.real = (0..<rows * columns).map { _ in generator.normal() }
    if isComplex { matrix.imaginary = (0..<rows * columns).map { _ in generator.normal() } }
    return matrix
  }

  private static func element(_ m: ComplexMatrix, _ row: Int, _ column: Int) -> Complex {
    let index = row * m.columns + column
    return [m.real[index], m.isComplex ? m.imaginary[index] : 0]
  }

  private static func times(_ a: Complex, _ b: Complex) -> Complex {
    [a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x]
  }

  private static func conjugate(_ a: Complex) -> Complex { [a.x, -a.y] }

  private func expect(_ matrix: ComplexMatrix, _ expected: (Int, Int) -> Complex) {
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let rest = Self.element(matrix, row, column) - expected(row, column)
        #expect((rest * rest).sum() < 1e-8)
      }
    }
  }

  @Test(arguments: [false, true], [false, true])
  func productsAgreeWithTheirDefinition(first: Bool, second: Bool) {
    let a = Self.random(3, 4, seed: 1, isComplex: first)
    let b = Self.random(4, 5, seed: 2, isComplex: second)
    let c = Self.random(6, 4, seed: 3, isComplex: second)
    var result = ComplexMatrix()
    result.set(to: .plain, a, b)
    expect(result) { row, column in
      (0..<4).reduce(.zero) {
        $0 + Self.times(Self.element(a, row, $1), Self.element(b, $1, column))
      }
    }
    result.set(to: .conjugate, a, b)
    expect(result) { row, column in
      (0..<4).reduce(.zero) {
        $0 + Self.times(Self.element(a, row, $1), Self.conjugate(Self.element(b, $1, column)))
      }
    }
    result.set(to: .conjugateTransposed, a, c)
    expect(result) { row, column in
      (0..<4).reduce(.zero) {
        $0 + Self.times(Self.conjugate(Self.element(a, row, $1)), Self.element(c, column, $1))
      }
    }
  }

  @Test(arguments: [false, true])
  func subtractsAdjointProducts(isComplex: Bool) {
    let a = Self.random(3, 4, seed: 4, isComplex: isComplex)
    let b = Self.random(3, 4, seed: 5, isComplex: isComplex)
    let before = Self.random(3, 3, seed: 6, isComplex: isComplex)
    var result = before
    result.subtractAdjointProducts([(a, b), (b, a)])
    expect(result) { row, column in
      (0..<4).reduce(Self.element(before, row, column)) {
        $0 - Self.times(Self.element(a, row, $1), Self.conjugate(Self.element(b, column, $1)))
          - Self.times(Self.element(b, row, $1), Self.conjugate(Self.element(a, column, $1)))
      }
    }
  }
}
