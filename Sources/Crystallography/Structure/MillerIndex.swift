/// The Miller indices (hkl) of a lattice plane and of its reciprocal lattice vector.
public struct MillerIndex: Hashable, Sendable, Codable {
  /// The component along **a***.
  public var h: Int
  /// The component along **b***.
  public var k: Int
  /// The component along **c***.
  public var l: Int

  /// Creates an index from its three components.
  public init(_ h: Int, _ k: Int, _ l: Int) { (self.h, self.k, self.l) = (h, k, l) }

  /// The components as real numbers.
  public var vector: Vector3 { [Double(h), Double(k), Double(l)] }

  /// The sum of two reciprocal lattice vectors.
  public static func + (first: MillerIndex, second: MillerIndex) -> MillerIndex {
    MillerIndex(first.h + second.h, first.k + second.k, first.l + second.l)
  }

  /// The difference of two reciprocal lattice vectors.
  public static func - (first: MillerIndex, second: MillerIndex) -> MillerIndex {
    MillerIndex(first.h - second.h, first.k - second.k, first.l - second.l)
  }

  /// The opposite reciprocal lattice vector.
  public static prefix func - (index: MillerIndex) -> MillerIndex { MillerIndex(-index.h, -index.k, -index.l) }
}

extension MillerIndex: CustomStringConvertible {
  /// The index in parentheses, as in `(1 -1 0)`.
  public var description: String { "(\(h) \(k) \(l))" }
}
