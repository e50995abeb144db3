import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct MatrixMultiplicationTests {
  /// Rows, inner extent, columns.
  static let extents = [(1, 1, 1), (2, 3, 4), (5, 1, 7), (1, 9, 3), (17, 33, 8), (40, 24, 65)]

  @Test func equalsTheDefinition() {
    for (rows, inner, columns) in Self.extents {
      for (transposeA, transposeB) in [(false, false), (true, false), (false, true), (true, true)] {
        for (accumulate, gap) in [(false, 0), (true, 0), (false, 3), (true, 5)] {
          check(rows, inner, columns, transposeA, transposeB, accumulate: accumulate, gap: gap)
        }
      }
    }
  }

  /// `gap` is the room between the rows in memory.
  private func check(
    _ rows: Int,
    _ inner: Int,
    _ columns: Int,
    _ transposeA: Bool,
    _ transposeB: Bool,
    accumulate: Bool,
    gap: Int
  ) {
    var generator = KeyedGenerator(rows, inner, columns)
    let (aRows, aColumns) = transposeA ? (inner, rows) : (rows, inner)
    let (bRows, bColumns) = transposeB ? (columns, inner) : (inner, columns)
    let a = generator.normals(aRows * (aColumns + gap))
    let b = generator.normals(bRows * (bColumns + gap))
    let before = generator.normals(rows * (columns + gap))
    var expected = before
    for i in 0..<rows {
      for j in 0..<columns {
        var sum = accumulate ? Double(before[i * (columns + gap) + j]) : 0
        for k in 0..<inner {
          let left = transposeA ? a[k * (aColumns + gap) + i] : a[i * (aColumns + gap) + k]
          let right = transposeB ? b[j * (bColumns + gap) + k] : b[k * (bColumns + gap) + j]
          sum += Double(left) * Double(right)
        }
        expected[i * (columns + gap) + j] = Float(sum)
      }
    }
    var result = before
    a.withTensorView { a in
      b.withTensorView { b in
        result.withMutableTensorView { result in
          let left = Matrix(a, rows: aRows, columns: aColumns, stride: aColumns + gap)
          let right = Matrix(b, rows: bRows, columns: bColumns, stride: bColumns + gap)
          MutableMatrix(result, rows: rows, columns: columns, stride: columns + gap).multiply(
            transposeA ? left.transposed : left,
            transposeB ? right.transposed : right,
            accumulate: accumulate
          )
        }
      }
    }
    // The gaps too: they belong to somebody else.
    #expect(
      greatestDifference(result, expected) < 2e-5,
      "\(rows)×\(inner)×\(columns), transposed \(transposeA) \(transposeB), gap \(gap)"
    )
  }

  @Test func matrixTimesVector() {
    for (rows, columns, _) in Self.extents {
      var generator = KeyedGenerator(rows, columns)
      let matrix = generator.normals(rows * columns)
      let vector = generator.normals(columns)
      let expected = (0..<rows).map { row in
        Float(
          (0..<columns).reduce(0.0) { $0 + Double(matrix[row * columns + $1]) * Double(vector[$1]) }
        )
      }
      // Earlier content does not count, not even a NaN.
      var result = [Float](repeating: .nan, count: rows)
      matrix.withTensorView { matrix in
        vector.withTensorView { vector in
          result.withMutableTensorView {
            Kernels.matrixVector(
              matrix,
              rows: rows,
              columns: columns,
              vector,
              examples: 1,
              into: $0
            )
          }
        }
      }
      #expect(greatestDifference(result, expected) < 1e-5, "\(rows)×\(columns)")
    }
  }

  @Test func productOverwritesANaN() {
    var result: [Float] = [.nan, .nan, .nan, .nan]
    [Float(1), 2, 3, 4].withTensorView { a in
      result.withMutableTensorView {
        let matrix = Matrix(a, rows: 2, columns: 2)
        MutableMatrix($0, rows: 2, columns: 2).multiply(matrix, matrix)
      }
    }
    #expect(result == [7, 10, 15, 22])
  }
}
