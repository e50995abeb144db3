/// A matrix of 3 × 3 real numbers, by columns.
public struct Matrix3: Sendable, Hashable {
  /// The columns: the images of the three unit vectors.
  public var columns: (Vector3, Vector3, Vector3) {
    get { (x, y, z) }
    set { (x, y, z) = newValue }
  }
  private var x, y, z: Vector3

  /// Creates a matrix from its columns.
  public init(columns x: Vector3, _ y: Vector3, _ z: Vector3) { (self.x, self.y, self.z) = (x, y, z) }

  /// Creates a matrix from its rows.
  public init(rows x: Vector3, _ y: Vector3, _ z: Vector3) {
    self.init(columns: [x.x, y.x, z.x], [x.y, y.y, z.y], [x.z, y.z, z.z])
  }

  /// The identity.
  public static let identity = Matrix3(columns: [1, 0, 0], [0, 1, 0], [0, 0, 1])

  /// The element in a row and a column, both 0 to 2.
  public subscript(row: Int, column: Int) -> Double {
    switch column {
    case 0: x[row]
    case 1: y[row]
    default: z[row]
    }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix3 { Matrix3(rows: x, y, z) }

  /// The determinant: the volume spanned by the columns, negative if they are left-handed.
  public var determinant: Double { x.dot(y.cross(z)) }

  /// The inverse; its elements are not finite if the determinant is 0.
  public var inverse: Matrix3 {
    Matrix3(rows: y.cross(z) / determinant, z.cross(x) / determinant, x.cross(y) / determinant)
  }

  /// The image of a vector.
  public static func * (matrix: Matrix3, vector: Vector3) -> Vector3 {
    matrix.x * vector.x + matrix.y * vector.y + matrix.z * vector.z
  }

  /// The product, which applies the second matrix first.
  public static func * (first: Matrix3, second: Matrix3) -> Matrix3 {
    Matrix3(columns: first * second.x, first * second.y, first * second.z)
  }
}
