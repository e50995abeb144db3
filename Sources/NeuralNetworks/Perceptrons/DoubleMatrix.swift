// One of the few files with unsafe code: the call into OpenBLAS in double precision.
import COpenBLAS

/// A row-major matrix in double precision.
struct DoubleMatrix: Sendable, Equatable {
  var elements: [Double]
  let rows: Int
  let columns: Int

  init(_ elements: [Double], rows: Int, columns: Int) {
    precondition(elements.count == rows * columns, "\(elements.count) scalars for a matrix of \(rows) × \(columns)")
    (self.elements, self.rows, self.columns) = (elements, rows, columns)
  }

  init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init([Double](repeating: value, count: rows * columns), rows: rows, columns: columns)
  }

  /// self · weight, or self · weightᵀ, with a row-major weight that lies in a larger array.
  ///
  /// - Parameters:
  ///   - parameters: the array.
  ///   - range: the position of the weight.
  ///   - columns: the columns of the product.
  ///   - isTransposed: true for self · weightᵀ.
  /// - Returns: the product.
  func product(with parameters: [Double], in range: Range<Int>, columns: Int, isTransposed: Bool) -> DoubleMatrix {
    precondition(range.count == self.columns * columns && parameters.indices.contains(range.upperBound - 1))
    var result = DoubleMatrix(rows: rows, columns: columns)
    let (m, n, k) = (Int32(rows), Int32(columns), Int32(self.columns))
    unsafe elements.withUnsafeBufferPointer { a in
      unsafe parameters.withUnsafeBufferPointer { b in
        unsafe result.elements.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          unsafe ednet_dgemm(
            EDNET_PLAIN,
            isTransposed ? EDNET_TRANSPOSED : EDNET_PLAIN,
            m,
            n,
            k,
            1,
            a,
            k,
            b + range.lowerBound,
            isTransposed ? k : n,
            0,
            c,
            n
          )
        }
      }
    }
    return result
  }

  /// Adds selfᵀ · other to a row-major matrix that lies in a larger array.
  func addTransposedProduct(with other: DoubleMatrix, to gradient: inout [Double], at offset: Int) {
    precondition(other.rows == rows && offset + columns * other.columns <= gradient.count)
    unsafe elements.withUnsafeBufferPointer { a in
      unsafe other.elements.withUnsafeBufferPointer { b in
        unsafe gradient.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          unsafe ednet_dgemm(
            EDNET_TRANSPOSED,
            EDNET_PLAIN,
            Int32(columns),
            Int32(other.columns),
            Int32(rows),
            1,
            a,
            Int32(columns),
            b,
            Int32(other.columns),
            1,
            c + offset,
            Int32(other.columns)
          )
        }
      }
    }
  }
}
