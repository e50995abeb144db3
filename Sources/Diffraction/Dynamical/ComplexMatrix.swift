import COpenBLAS

/// A dense row-major matrix in single precision, with its real and imaginary parts in separate arrays.
///
/// Real matrices have no imaginary part and take a quarter of the multiplications. Resizing keeps the memory. All
/// unsafe BLAS calls for matrices are in this file.
struct ComplexMatrix {
  var real: [Float] = []
  var imaginary: [Float] = []
  private(set) var rows = 0
  private(set) var columns = 0
  private(set) var isComplex = false

  /// The operations on the factors of a product A B.
  enum Product {
    /// A B.
    case plain
    /// A B*, with the complex conjugate of B.
    case conjugate
    /// A* Bᵀ.
    case conjugateTransposed
  }

  /// Changes the size; the elements are arbitrary afterwards.
  mutating func resize(rows: Int, columns: Int, isComplex: Bool) {
    let count = rows * columns
    (self.rows, self.columns, self.isComplex) = (rows, columns, isComplex)
    if real.count < count { real = [Float](repeating: 0, count: count) }
    if isComplex, imaginary.count < count { imaginary = [Float](repeating: 0, count: count) }
  }

  /// Changes the number of rows and keeps the elements of the remaining ones.
  mutating func setRows(_ rows: Int) {
    self.rows = rows
    func extend(_ part: inout [Float]) {
      let missing = rows * columns - part.count
      if missing > 0 { part += [Float](repeating: 0, count: missing) }
    }
    extend(&real)
    if isComplex { extend(&imaginary) }
  }

  /// Sets the matrix to a product.
  mutating func set(to product: Product, _ a: ComplexMatrix, _ b: ComplexMatrix) {
    let isTransposed = product == .conjugateTransposed
    resize(rows: a.rows, columns: isTransposed ? b.rows : b.columns, isComplex: a.isComplex || b.isComplex)
    let shape = Shape(rows: rows, columns: columns, inner: a.columns, isTransposed: isTransposed)
    shape.multiply(a.real, b.real, scale: 1, keeping: 0, into: &real)
    // The signs of the products of the parts of A and B.
    let (both, second, first): (Float, Float, Float) =
      switch product {
      case .plain: (-1, 1, 1)
      case .conjugate: (1, -1, 1)
      case .conjugateTransposed: (1, 1, -1)
      }
    guard isComplex else { return }
    if a.isComplex && b.isComplex { shape.multiply(a.imaginary, b.imaginary, scale: both, keeping: 1, into: &real) }
    if a.isComplex { shape.multiply(a.imaginary, b.real, scale: first, keeping: 0, into: &imaginary) }
    if b.isComplex {
      shape.multiply(a.real, b.imaginary, scale: second, keeping: a.isComplex ? 1 : 0, into: &imaginary)
    }
  }

  /// Subtracts the sum of the products A Bᴴ of the pairs.
  mutating func subtractAdjointProducts(_ pairs: [(a: ComplexMatrix, b: ComplexMatrix)]) {
    for (a, b) in pairs { shape(of: a).multiply(a.real, b.real, scale: -1, keeping: 1, into: &real) }
    guard isComplex else { return }
    for (a, b) in pairs { shape(of: a).multiply(a.imaginary, b.imaginary, scale: -1, keeping: 1, into: &real) }
    for (a, b) in pairs {
      shape(of: a).multiply(a.imaginary, b.real, scale: -1, keeping: 1, into: &imaginary)
      shape(of: a).multiply(a.real, b.imaginary, scale: 1, keeping: 1, into: &imaginary)
    }
  }

  private func shape(of a: ComplexMatrix) -> Shape {
    Shape(rows: rows, columns: columns, inner: a.columns, isTransposed: true)
  }

  /// The shape of a product of real matrices.
  private struct Shape {
    let rows, columns, inner: Int
    /// True if the second factor is transposed.
    let isTransposed: Bool

    /// Sets C to `scale` A B + `keeping` C, or with Bᵀ.
    func multiply(_ a: [Float], _ b: [Float], scale: Float, keeping: Float, into c: inout [Float]) {
      unsafe ednet_sgemm(
        EDNET_PLAIN,
        isTransposed ? EDNET_TRANSPOSED : EDNET_PLAIN,
        Int32(rows),
        Int32(columns),
        Int32(inner),
        scale,
        a,
        Int32(inner),
        b,
        Int32(isTransposed ? inner : columns),
        keeping,
        &c,
        Int32(columns)
      )
    }
  }
}

/// The first rows of a real matrix, for products with vectors.
struct MatrixRows {
  let elements: [Float]
  let rows: Int, columns: Int

  /// Sets y to `scale` M x + `keeping` y, where x starts at an index of an array.
  func multiply(_ x: [Float], from start: Int = 0, scale: Float, keeping: Float, into y: inout [Float]) {
    multiply(EDNET_PLAIN, x, start, scale, keeping, &y)
  }

  /// Adds `scale` Mᵀ x to y.
  func addTransposed(_ x: [Float], scale: Float, to y: inout [Float]) { multiply(EDNET_TRANSPOSED, x, 0, scale, 1, &y) }

  private func multiply(
    _ transposition: EdnetTransposition,
    _ x: [Float],
    _ start: Int,
    _ scale: Float,
    _ keeping: Float,
    _ y: inout [Float]
  ) {
    unsafe x.withUnsafeBufferPointer { x in
      guard let base = x.baseAddress else { return }
      unsafe ednet_sgemv(
        transposition,
        Int32(rows),
        Int32(columns),
        scale,
        elements,
        Int32(columns),
        base + start,
        1,
        keeping,
        &y,
        1
      )
    }
  }
}
