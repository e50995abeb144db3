// One of the few files with unsafe code: the calls into OpenBLAS.
import COpenBLAS

/// A matrix that lies row by row in a run of scalars.
struct Matrix {
  var elements: TensorView
  var rows: Int
  var columns: Int
  /// Scalars from the start of a row to the start of the next; at least `columns`.
  var stride: Int
  /// True where the matrix enters a product transposed; rows and columns are those that lie in
  /// memory.
  var isTransposed = false

  init(_ elements: TensorView, rows: Int, columns: Int, stride: Int? = nil) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    assert(rows == 0 || elements.count >= (rows - 1) * self.stride + columns)
  }

  /// The same scalars, with rows and columns exchanged.
  var transposed: Matrix {
    var result = self
    result.isTransposed.toggle()
    return result
  }
}

/// A matrix to be written.
struct MutableMatrix {
  var elements: MutableTensorView
  var rows: Int
  var columns: Int
  var stride: Int

  init(_ elements: MutableTensorView, rows: Int, columns: Int, stride: Int? = nil) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    assert(rows == 0 || elements.count >= (rows - 1) * self.stride + columns)
  }

  /// self = a·b, or self + a·b.
  @inline(__always)
  func multiply(_ a: Matrix, _ b: Matrix, accumulate: Bool = false) {
    let inner = a.isTransposed ? a.rows : a.columns
    assert(rows == (a.isTransposed ? a.columns : a.rows))
    assert(columns == (b.isTransposed ? b.rows : b.columns))
    assert(inner == (b.isTransposed ? b.columns : b.rows))
    unsafe cblas_sgemm(
      CblasRowMajor,
      a.isTransposed ? CblasTrans : CblasNoTrans,
      b.isTransposed ? CblasTrans : CblasNoTrans,
      blasint(rows),
      blasint(columns),
      blasint(inner),
      1,
      a.elements.base,
      blasint(a.stride),
      b.elements.base,
      blasint(b.stride),
      accumulate ? 1 : 0,
      elements.base,
      blasint(stride)
    )
  }
}

/// OpenBLAS, kept on the calling thread: the parallel work of this library is over examples.
enum OpenBLAS {
  /// Tells OpenBLAS once to start no threads of its own.
  static let onOneThread: Void = openblas_set_num_threads(1)
}
