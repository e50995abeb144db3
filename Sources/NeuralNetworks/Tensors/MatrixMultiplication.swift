// One of the few files with unsafe code: the calls into OpenBLAS.
import COpenBLAS

/// A row-major matrix over a view.
struct Matrix {
  var elements: TensorView
  var rows: Int
  var columns: Int
  /// The scalars from the start of one row to that of the next; at least `columns`.
  var stride: Int
  /// True if products use the transposed matrix; `rows` and `columns` are those in memory.
  var isTransposed = false

  init(_ elements: TensorView, rows: Int, columns: Int, stride: Int? = nil) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
    assert(rows == 0 || elements.count >= (rows - 1) * self.stride + columns)
  }

  /// The transposed matrix over the same scalars.
  var transposed: Matrix {
    var result = self
    result.isTransposed.toggle()
    return result
  }
}

/// A row-major matrix over a writable view.
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

  /// self = a·b, or self + a·b if `accumulate`.
  @inline(__always) func multiply(_ a: Matrix, _ b: Matrix, accumulate: Bool = false) {
    let inner = a.isTransposed ? a.rows : a.columns
    assert(rows == (a.isTransposed ? a.columns : a.rows))
    assert(columns == (b.isTransposed ? b.rows : b.columns))
    assert(inner == (b.isTransposed ? b.columns : b.rows))
    unsafe ednet_sgemm(
      a.isTransposed ? EDNET_TRANSPOSED : EDNET_PLAIN,
      b.isTransposed ? EDNET_TRANSPOSED : EDNET_PLAIN,
      Int32(rows),
      Int32(columns),
      Int32(inner),
      1,
      a.elements.base,
      Int32(a.stride),
      b.elements.base,
      Int32(b.stride),
      accumulate ? 1 : 0,
      elements.base,
      Int32(stride)
    )
  }
}
