/// The sum of two potentials.
public struct SummedPotential<First: Potential, Second: Potential>: Potential {
  /// The first summand.
  public var first: First
  /// The second summand.
  public var second: Second

  /// Creates a sum.
  public init(_ first: First, _ second: Second) { (self.first, self.second) = (first, second) }

  /// The greater of the two cutoffs in Å.
  public var cutoff: Double { max(first.cutoff, second.cutoff) }

  /// Energy, forces and strain derivative.
  public func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy {
    first.evaluate(structure, neighbors: neighbors) + second.evaluate(structure, neighbors: neighbors)
  }
}

extension PotentialEnergy {
  /// The sum of two parts of an energy and its derivatives.
  static func + (a: Self, b: Self) -> Self {
    PotentialEnergy(
      energy: a.energy + b.energy,
      forces: zip(a.forces, b.forces).map { $0 + $1 },
      strainDerivative: zip(a.strainDerivative, b.strainDerivative).map { $0 + $1 }
    )
  }
}
