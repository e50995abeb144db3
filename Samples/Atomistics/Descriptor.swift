/// Numbers that describe the surroundings of an atom, invariant to rotation and to the order of neighbours.
public protocol Descriptor: Sendable {
  /// The number of values.
  var count: Int { get }
  /// The distance in Å beyond which neighbours do not count.
  var cutoff: Double { get }
  /// The values.
  ///
  /// - Parameter environment: the neighbours within the cutoff.
  /// - Returns: ``count`` values.
  func values(of environment: Environment) -> [Double]
  /// The derivatives of Σ coefficient · value with respect to the displacements of the neighbours.
  ///
  /// - Parameters:
  ///   - environment: the neighbours within the cutoff.
  ///   - coefficients: a factor for each value.
  /// - Returns: one vector for each neighbour.
  func gradient(of environment: Environment, coefficients: [Double]) -> [SIMD3<Double>]
}
