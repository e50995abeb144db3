/// A potential energy of atoms with its derivatives.
public protocol Potential: Sendable {
  /// The distance in Å beyond which atoms do not interact directly.
  var cutoff: Double { get }
  /// Energy, forces and strain derivative.
  ///
  /// - Parameters:
  ///   - structure: the atoms.
  ///   - neighbors: the neighbours within the cutoff or a larger distance.
  /// - Returns: energy, forces and strain derivative.
  func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy
}

extension Potential {
  /// Energy, forces and strain derivative.
  public func evaluate(_ structure: AtomicStructure) -> PotentialEnergy {
    evaluate(structure, neighbors: NeighborList(of: structure, within: cutoff))
  }
}

/// The result of a potential.
public struct PotentialEnergy: Sendable, Equatable {
  /// The total energy in eV.
  public var energy: Double
  /// The force on each atom in eV/Å.
  public var forces: [SIMD3<Double>]
  /// The derivative of the energy with respect to a strain of cell and atoms, in eV, as rows; divided by the volume
  /// it is the stress.
  public var strainDerivative: [SIMD3<Double>]
}
