import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct LanczosBasisTests {
  /// A random Hermitian matrix, row by row.
  private static func matrix(_ n: Int, seed: Int, isComplex: Bool) -> ComplexMatrix {
    var generator = KeyedGenerator(seed)
    var real = [Float](repeating: 0, count: n * n)
    var imaginary = real
    for row in 0..<n {
      for column in row..<n {
        let value = (generator.normal(), row == column ? 0 : generator.normal())
        (real[row * n + column], real[column * n + row]) = (value.0, value.0)
        (imaginary[row * n + column], imaginary[column * n + row]) = (value.1, -value.1)
      }
    }
    var matrix = ComplexMatrix()
    matrix.resize(rows: n, columns: n, isComplex: isComplex)
    matrix.real = real
    if isComplex { matrix.imaginary = imaginary }
    return matrix
  }

  @Test(arguments: [false, true]
  )
  func fullBasisGivesAllEigenvectors(isComplex: Bool) {
    let n = 12
    let matrix = Self.matrix(n, seed: 1, isComplex: isComplex)
    var basis = LanczosBasis()
    basis.build(matrix, limit: n)
    #expect(basis.count == n)
    var start = [SIMD2<Double>](repeating: .zero, count: n)
    for wave in 0..<n {
      let coefficients = basis.eigenvectors[wave * n..<(wave + 1) * n]
      let vector: [SIMD2<Double>] = (0..<n).map { row in
        var sum = SIMD2<Double>()
        for (index, coefficient) in coefficients.enumerated() {
          let position = index * n + row
          sum +=
            coefficient * [
              Double(basis.vectors.real[position]),
              isComplex ? Double(basis.vectors.imaginary[position]) : 0,
            ]
        }
        return sum
      }
      for row in 0..<n {
        var image = SIMD2<Double>()
        for column in 0..<n {
          let a = SIMD2(
            Double(matrix.real[row * n + column]),
            isComplex ? Double(matrix.imaginary[row * n + column]) : 0
          )
          let b = vector[column]
          image += [a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x]
        }
        let rest = image - basis.eigenvalues[wave] * vector[row]
        #expect((rest * rest).sum().squareRoot() < 1e-4)
        start[row] += (coefficients.first ?? 0) * vector[row]
      }
    }
    for row in 0..<n {
      #expect(abs(start[row].x - (row == 0 ? 1 : 0)) < 1e-4 && abs(start[row].y) < 1e-4)
    }
  }

  @Test func basisStopsAtTheInvariantSubspace() {
    // Two blocks of 2 × 2: the start vector lies in the first.
    var matrix = ComplexMatrix()
    matrix.resize(rows: 4, columns: 4, isComplex: false)
    matrix.real = [1, 2, 0, 0, 2, -1, 0, 0, 0, 0, 3, 1, 0, 0, 1, 3]
    var basis = LanczosBasis()
    basis.build(matrix, limit: 4)
    #expect(basis.count == 2)
    #expect(
      zip(basis.eigenvalues, [-5.0.squareRoot(), 5.0.squareRoot()]).allSatisfy {
        abs($0 - $1) < 1e-6
      }
    )
  }
}
