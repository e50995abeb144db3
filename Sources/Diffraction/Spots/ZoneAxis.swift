import Crystallography

/// A zone axis [uvw]: the lattice direction u **a** + v **b** + w **c** shared by the planes of a zone.
///
/// The reflections of the zone are those with hu + kv + lw = 0.
public struct ZoneAxis: Hashable, Sendable, Codable {
  /// The component along **a**.
  public var u: Int
  /// The component along **b**.
  public var v: Int
  /// The component along **c**.
  public var w: Int

  /// Creates an axis from its components.
  public init(_ u: Int, _ v: Int, _ w: Int) { (self.u, self.v, self.w) = (u, v, w) }

  /// The direction in the Cartesian crystal frame, of length 1; NaN for [0 0 0].
  public func direction(in cell: UnitCell) -> Vector3 { cell.cartesian([Double(u), Double(v), Double(w)]).normalized }

  /// All axes with coprime components and a largest component of ±`index`, in both directions.
  ///
  /// Index 1 gives the 26 edges, face diagonals and body diagonals of the cell.
  public static func axes(ofGreatestIndex index: Int) -> [ZoneAxis] {
    var axes: [ZoneAxis] = []
    for u in -index...index {
      for v in -index...index {
        for w in -index...index where max(abs(u), abs(v), abs(w)) == index && commonFactor(u, commonFactor(v, w)) == 1 {
          axes.append(ZoneAxis(u, v, w))
        }
      }
    }
    return axes
  }

  private static func commonFactor(_ a: Int, _ b: Int) -> Int { b == 0 ? abs(a) : commonFactor(b, a % b) }
}

extension ZoneAxis: CustomStringConvertible {
  /// The axis in brackets, as in `[1 -1 0]`.
  public var description: String { "[\(u) \(v) \(w)]" }
}
