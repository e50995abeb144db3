import Crystallography
import Foundation

/// The rotation axes and mirror planes of a crystal's Laue class, in its Cartesian frame.
public struct SymmetryElements: Sendable {
  /// A rotation axis.
  public struct Axis: Sendable, Hashable {
    /// The highest order of the rotations about the axis: 2, 3, 4 or 6.
    public let order: Int
    /// One of the two unit vectors along the axis.
    public let direction: Vector3
  }

  /// The axes by decreasing order.
  public let axes: [Axis]
  /// One of the two unit normals of each mirror plane.
  public let mirrors: [Vector3]

  /// Finds the elements from the operations of a crystal's Laue class.
  public init(of symmetry: CrystalSymmetry, in cell: UnitCell) {
    var axes: [Axis] = []
    var mirrors: [Vector3] = []
    for operation in symmetry.laueOperations {
      let matrix = operation.cartesianRotation(in: cell)
      let order = operation.isProper ? operation.type.order : 0
      if order > 1 {
        let direction = Self.axis(of: matrix)
        if let known = axes.firstIndex(where: { Self.areParallel($0.direction, direction) }) {
          if axes[known].order < order { axes[known] = Axis(order: order, direction: direction) }
        } else {
          axes.append(Axis(order: order, direction: direction))
        }
      } else if operation.type == .m {
        // A mirror is a rotation by 180° about its normal followed by inversion.
        let turn = Matrix3(columns: -matrix.columns.0, -matrix.columns.1, -matrix.columns.2)
        mirrors.append(Self.axis(of: turn))
      }
    }
    self.axes = axes.sorted { $0.order > $1.order }
    self.mirrors = mirrors
  }

  /// The axis of a proper rotation other than the identity.
  ///
  /// R + Rᵀ + (1 - tr R) 1 is a multiple of the projection onto the axis; its longest column gives the direction.
  private static func axis(of rotation: Matrix3) -> Vector3 {
    let trace = rotation[0, 0] + rotation[1, 1] + rotation[2, 2]
    let columns = (0..<3).map { column in
      Vector3(
        rotation[0, column] + rotation[column, 0] + (column == 0 ? 1 - trace : 0),
        rotation[1, column] + rotation[column, 1] + (column == 1 ? 1 - trace : 0),
        rotation[2, column] + rotation[column, 2] + (column == 2 ? 1 - trace : 0)
      )
    }
    let longest = columns.max { $0.length < $1.length } ?? columns[0]
    return longest.normalized
  }

  private static func areParallel(_ a: Vector3, _ b: Vector3) -> Bool { abs(a.dot(b)) > 1 - 1e-6 }
}
