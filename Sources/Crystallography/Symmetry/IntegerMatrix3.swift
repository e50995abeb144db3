/// A matrix of 3 × 3 integers, by rows: the rotation part of a symmetry operation in the basis of a cell.
public struct IntegerMatrix3: Sendable, Hashable {
  private var x, y, z: SIMD3<Int>

  /// Creates a matrix from its rows.
  public init(rows x: SIMD3<Int>, _ y: SIMD3<Int>, _ z: SIMD3<Int>) { (self.x, self.y, self.z) = (x, y, z) }

  /// The identity.
  public static let identity = IntegerMatrix3(rows: [1, 0, 0], [0, 1, 0], [0, 0, 1])

  /// The inversion, which reverses every vector.
  public static let inversion = IntegerMatrix3(rows: [-1, 0, 0], [0, -1, 0], [0, 0, -1])

  /// The element in a row and a column, both 0 to 2.
  public subscript(row: Int, column: Int) -> Int {
    switch row {
    case 0: x[column]
    case 1: y[column]
    default: z[column]
    }
  }

  /// The sum of the diagonal.
  public var trace: Int { x.x + y.y + z.z }

  /// The determinant.
  public var determinant: Int {
    x.x * (y.y * z.z - y.z * z.y) - x.y * (y.x * z.z - y.z * z.x) + x.z * (y.x * z.y - y.y * z.x)
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: IntegerMatrix3 { IntegerMatrix3(rows: [x.x, y.x, z.x], [x.y, y.y, z.y], [x.z, y.z, z.z]) }

  /// The inverse; the determinant must be 1 or -1.
  public var inverse: IntegerMatrix3 {
    let d = determinant
    precondition(abs(d) == 1, "the inverse of a matrix of determinant \(d) is not integer")
    return IntegerMatrix3(
      rows: [d * (y.y * z.z - y.z * z.y), d * (x.z * z.y - x.y * z.z), d * (x.y * y.z - x.z * y.y)],
      [d * (y.z * z.x - y.x * z.z), d * (x.x * z.z - x.z * z.x), d * (x.z * y.x - x.x * y.z)],
      [d * (y.x * z.y - y.y * z.x), d * (x.y * z.x - x.x * z.y), d * (x.x * y.y - x.y * y.x)]
    )
  }

  /// The elements as real numbers.
  public var matrix: Matrix3 { Matrix3(rows: Vector3(x), Vector3(y), Vector3(z)) }

  /// The image of an integer vector.
  public static func * (matrix: IntegerMatrix3, vector: SIMD3<Int>) -> SIMD3<Int> {
    [(matrix.x &* vector).wrappedSum(), (matrix.y &* vector).wrappedSum(), (matrix.z &* vector).wrappedSum()]
  }

  /// The image of a real vector.
  public static func * (matrix: IntegerMatrix3, vector: Vector3) -> Vector3 {
    [(Vector3(matrix.x) * vector).sum(), (Vector3(matrix.y) * vector).sum(), (Vector3(matrix.z) * vector).sum()]
  }

  /// The product, which applies the second matrix first.
  public static func * (first: IntegerMatrix3, second: IntegerMatrix3) -> IntegerMatrix3 {
    let columns = second.transposed
    return IntegerMatrix3(rows: columns * first.x, columns * first.y, columns * first.z)
  }

  /// The matrix with every element reversed.
  public static prefix func - (matrix: IntegerMatrix3) -> IntegerMatrix3 {
    IntegerMatrix3(rows: 0 &- matrix.x, 0 &- matrix.y, 0 &- matrix.z)
  }
}
