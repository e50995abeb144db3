import Foundation

/// The sector of the sphere that holds each direction of a crystal once: the inverse pole figure of its Laue class.
///
/// The sectors are those of G. Nolze and R. Hielscher, J. Appl. Cryst. 49, 1786 (2016), in a frame with the main axis
/// along z and a twofold axis along x, as cells in standard settings have; the unique axis of 2/m is y.
public struct InversePoleFigureSector: Sendable {
  /// The Laue class.
  public let laueClass: LaueClass
  /// The inward unit normals of the planes that bound the sector.
  public let normals: [Vector3]
  /// The corners as unit vectors, anticlockwise as seen from outside the sphere; the main axis first.
  public let corners: [Vector3]
  /// The proper rotations of the Laue class in the sector's frame.
  private let rotations: [Matrix3]
  /// The rotation from the crystal's frame to the sector's.
  private let alignment: Matrix3

  /// Creates the sector of a Laue class for a crystal in the standard setting.
  public init(_ laueClass: LaueClass) { self.init(laueClass, alignment: .identity) }

  /// Creates the sector for a crystal in any setting.
  ///
  /// Nil if the rotations are those of no Laue class.
  ///
  /// - Parameter rotations: the proper rotations of its Laue class in the Cartesian frame of its cell.
  public init?(rotations: [Orientation]) {
    let own = rotations.map(\.matrix)
    for laueClass in LaueClass.allCases {
      let standard = Self.rotations(of: laueClass)
      guard standard.count == own.count else { continue }
      if let alignment = Self.alignment(of: own, with: standard, mainAxis: Self.mainAxis(of: laueClass)) {
        self.init(laueClass, alignment: alignment)
        return
      }
    }
    return nil
  }

  private init(_ laueClass: LaueClass, alignment: Matrix3) {
    (self.laueClass, self.alignment) = (laueClass, alignment)
    rotations = Self.rotations(of: laueClass)
    normals = Self.normals(of: laueClass).map(\.normalized)
    let (x, y, z) = (Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1))
    func onEquator(_ degrees: Double) -> Vector3 { [cos(degrees * .pi / 180), sin(degrees * .pi / 180), 0] }
    corners =
      switch laueClass {
      case .bar1: []
      case .twoOverM: [z, -z]
      case .mmm, .fourOverM: [z, x, y]
      case .fourOverMMM: [z, x, onEquator(45)]
      case .bar3: [z, x, onEquator(120)]
      case .bar3M: [z, onEquator(-30), onEquator(30)]
      case .sixOverM: [z, x, onEquator(60)]
      case .sixOverMMM: [z, x, onEquator(30)]
      case .mBar3: [z, x + z, x + y + z, y + z].map(\.normalized)
      case .mBar3M: [z, x + z, x + y + z].map(\.normalized)
      }
  }

  /// The middle of the sector, a unit vector.
  public var center: Vector3 {
    switch laueClass {
    case .bar1: [0, 0, 1]
    case .twoOverM: Vector3(1, 1, 0).normalized
    case .mBar3:
      // The centroid of a spherical polygon is the sum of the normals of its edges times their lengths.
      zip(corners, corners.dropFirst() + corners.prefix(1))
        .reduce(Vector3.zero) { sum, edge in
          sum + acos(edge.0.dot(edge.1)) * edge.0.cross(edge.1).normalized
        }.normalized
    default: corners.reduce(.zero, +).normalized
    }
  }

  /// The axis that has the first colour of the key.
  ///
  /// For triclinic crystals, whose sector has c* in its middle, it is a.
  public var firstAxis: Vector3 {
    switch laueClass {
    case .bar1: [1, 0, 0]
    default: Self.mainAxis(of: laueClass)
    }
  }

  /// The direction of the sector that is equivalent to a direction of the crystal.
  ///
  /// - Parameter direction: a direction in the Cartesian frame of the crystal's cell.
  /// - Returns: a unit vector in the sector's frame.
  public func callAsFunction(_ direction: Vector3) -> Vector3 {
    let aligned = alignment * direction.normalized
    let images = rotations.flatMap { rotation in [rotation * aligned, -(rotation * aligned)] }
    // Of the images on a boundary, rounding must not choose.
    let depths = images.map { image in normals.map { ($0.dot(image) * 1e9).rounded() }.min() ?? 0 }
    return depths.indices.max { depths[$0] < depths[$1] }.map { images[$0] } ?? aligned
  }

  /// True if a unit vector lies in the sector or on its boundary.
  public func contains(_ direction: Vector3) -> Bool { normals.allSatisfy { $0.dot(direction) > -1e-9 } }

  // MARK: The Laue classes

  private static func mainAxis(of laueClass: LaueClass) -> Vector3 {
    laueClass == .twoOverM ? [0, 1, 0] : [0, 0, 1]
  }

  private static func normals(of laueClass: LaueClass) -> [Vector3] {
    /// The plane through z whose inner side begins at an azimuth in degrees.
    func from(_ degrees: Double) -> Vector3 { [-sin(degrees * .pi / 180), cos(degrees * .pi / 180), 0] }
    let z = Vector3(0, 0, 1)
    return switch laueClass {
    case .bar1: [z]
    case .twoOverM: [[0, 1, 0], [1, 0, 0]]
    case .mmm, .fourOverM: [z, from(0), -from(90)]
    case .fourOverMMM: [z, from(0), -from(45)]
    case .bar3: [z, from(0), -from(120)]
    case .bar3M: [z, from(-30), -from(30)]
    case .sixOverM: [z, from(0), -from(60)]
    case .sixOverMMM: [z, from(0), -from(30)]
    case .mBar3: [[1, 0, 0], [0, 1, 0], [-1, 0, 1], [0, -1, 1]]
    case .mBar3M: [[0, 1, 0], [1, -1, 0], [-1, 0, 1]]
    }
  }

  /// The proper rotations in the sector's frame.
  private static func rotations(of laueClass: LaueClass) -> [Matrix3] {
    let isHexagonal = [.trigonal, .hexagonal].contains(laueClass.crystalSystem)
    guard let cell = try? UnitCell(a: 1, b: 1, c: 1, gamma: isHexagonal ? 120 : 90) else { return [] }
    return laueClass.pointGroup.operations.filter(\.isProper).map { $0.cartesianRotation(in: cell) }
  }

  // MARK: Other settings

  /// The rotation that makes a group of rotations the standard one; nil if there is none.
  private static func alignment(of own: [Matrix3], with standard: [Matrix3], mainAxis: Vector3) -> Matrix3? {
    func isAligned(_ rotation: Matrix3) -> Bool {
      own.allSatisfy { member in
        let turned = rotation * member * rotation.transposed
        return standard.contains { isNear($0, turned) }
      }
    }
    if isAligned(.identity) { return .identity }
    // Another main axis, and a twofold axis or any direction perpendicular to it.
    let axes = own.compactMap(axis)
    let secondary: Vector3 = mainAxis.x == 0 && mainAxis.z == 0 ? [0, 0, 1] : [1, 0, 0]
    let target = Matrix3(columns: mainAxis, secondary, mainAxis.cross(secondary))
    for main in axes {
      for other in axes + [[1, 0, 0], [0, 1, 0]] {
        let across = other - main.dot(other) * main
        guard across.length > 0.1 else { continue }
        let source = Matrix3(columns: main, across.normalized, main.cross(across.normalized))
        let rotation = target * source.transposed
        if isAligned(rotation) { return rotation }
      }
    }
    return nil
  }

  /// The axis of a rotation; nil for the identity.
  private static func axis(of rotation: Matrix3) -> Vector3? {
    let vector = Orientation(rotation).vector
    return vector.length > 1e-6 ? vector.normalized : nil
  }

  private static func isNear(_ a: Matrix3, _ b: Matrix3) -> Bool {
    (0..<3).allSatisfy { row in (0..<3).allSatisfy { abs(a[row, $0] - b[row, $0]) < 1e-3 } }
  }
}
