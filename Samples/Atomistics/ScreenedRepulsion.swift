import Foundation

/// The repulsion of two nuclei that their electrons screen, at distances shorter than those of any training structure.
///
/// A network knows nothing of such distances: without a repulsion, two atoms that come close enough may merge. The
/// universal potential of Ziegler, Biersack and Littmark (The Stopping and Range of Ions in Solids, 1985) holds up to
/// `inner`, falls smoothly, and vanishes from `outer` on.
public struct ScreenedRepulsion: Potential, Codable, Equatable {
  /// The nuclear charge of each species.
  public let charges: [Double]
  /// The distance in Å up to which the whole repulsion acts.
  public let inner: Double
  /// The distance in Å from which on there is none.
  public let outer: Double

  /// e²/(4πε₀) in eV Å; CODATA 2018.
  private static let coulomb = 14.399645478
  /// Bohr's radius in Å; CODATA 2018.
  private static let bohr = 0.529177210903
  /// The screening function Σ a exp(−b x).
  private static let screening: [(a: Double, b: Double)] = [
    (0.18175, 3.19980), (0.50986, 0.94229), (0.28022, 0.40290), (0.02817, 0.20162),
  ]

  /// Creates a repulsion.
  ///
  /// - Parameters:
  ///   - charges: the nuclear charge of each species.
  ///   - inner: the distance in Å up to which the whole repulsion acts.
  ///   - outer: the distance in Å from which on there is none.
  public init(charges: [Double], inner: Double, outer: Double) {
    precondition(0 < inner && inner < outer, "a repulsion that falls between \(inner) and \(outer) Å")
    (self.charges, self.inner, self.outer) = (charges, inner, outer)
  }

  /// The distance in Å from which on there is no repulsion.
  public var cutoff: Double { outer }

  /// Energy, forces and strain derivative.
  public func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy {
    var result = PotentialEnergy(
      energy: 0,
      forces: [SIMD3<Double>](repeating: .zero, count: structure.count),
      strainDerivative: [SIMD3<Double>](repeating: .zero, count: 3)
    )
    for atom in 0..<structure.count {
      var environment = Environment()
      neighbors.environment(of: atom, in: structure, within: outer, into: &environment)
      for neighbor in 0..<environment.count {
        let (energy, slope) = pair(
          charges[structure.species[atom]],
          charges[environment.species[neighbor]],
          at: environment.distances[neighbor]
        )
        let displacement = environment.displacement(neighbor)
        // Each pair occurs twice, once for either atom.
        let gradient = slope / 2 / environment.distances[neighbor] * displacement
        result.energy += energy / 2
        result.forces[environment.atoms[neighbor]] -= gradient
        result.forces[atom] += gradient
        for row in 0..<3 { result.strainDerivative[row] += gradient[row] * displacement }
      }
    }
    return result
  }

  /// The energy in eV of two nuclei and its derivative with respect to their distance, in eV/Å.
  func pair(_ first: Double, _ second: Double, at distance: Double) -> (energy: Double, slope: Double) {
    guard distance < outer else { return (0, 0) }
    let length = 0.88534 * Self.bohr / (pow(first, 0.23) + pow(second, 0.23))
    let terms = Self.screening.map { (value: $0.a * exp(-$0.b * distance / length), rate: $0.b / length) }
    let strength = Self.coulomb * first * second / distance
    let energy = strength * terms.reduce(0) { $0 + $1.value }
    let slope = -energy / distance - strength * terms.reduce(0) { $0 + $1.value * $1.rate }
    guard distance > inner else { return (energy, slope) }
    // 1 − 10 u³ + 15 u⁴ − 6 u⁵ falls from 1 to 0 with two continuous derivatives.
    let u = (distance - inner) / (outer - inner)
    let fall = 1 - u * u * u * (10 - 15 * u + 6 * u * u)
    let fallSlope = -30 * u * u * (1 - u) * (1 - u) / (outer - inner)
    return (energy * fall, slope * fall + energy * fallSlope)
  }
}
