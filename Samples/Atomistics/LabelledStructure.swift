/// A structure with the energy and forces that a potential is to learn.
public struct LabelledStructure: Sendable {
  /// The kind of structure.
  public var group: String
  /// The atoms.
  public var structure: AtomicStructure
  /// The total energy in eV.
  public var energy: Double
  /// The forces in eV/Å.
  public var forces: [SIMD3<Double>]

  /// Creates a labelled structure.
  public init(group: String, structure: AtomicStructure, energy: Double, forces: [SIMD3<Double>]) {
    precondition(forces.count == structure.count, "\(forces.count) forces on \(structure.count) atoms")
    (self.group, self.structure, self.energy, self.forces) = (group, structure, energy, forces)
  }

  /// The structure with the energy and forces that remain to be learnt beside a known potential.
  ///
  /// - Parameter potential: the known part.
  /// - Returns: the structure with the differences of energy and forces.
  public func subtracting(_ potential: some Potential) -> LabelledStructure {
    let known = potential.evaluate(structure)
    var rest = self
    rest.energy -= known.energy
    rest.forces = zip(forces, known.forces).map { $0 - $1 }
    return rest
  }
}

/// The errors of a potential on labelled structures.
public struct PotentialErrors: Sendable {
  /// Mean absolute and root mean square error of the energy of each structure, in eV for each atom.
  public var energy: (mean: Double, rootMeanSquare: Double)
  /// Mean absolute and root mean square error of force components, in eV/Å.
  public var force: (mean: Double, rootMeanSquare: Double)

  /// Compares a potential with labels.
  public init(of potential: some Potential, on labels: [LabelledStructure]) {
    let results = labels.map { label in
      let result = potential.evaluate(label.structure)
      return (energy: result.energy, forces: result.forces)
    }
    self.init(results, labels: labels)
  }

  /// Compares energies and forces with their labels.
  public init(_ results: [(energy: Double, forces: [SIMD3<Double>])], labels: [LabelledStructure]) {
    let energies = zip(results, labels).map { ($0.energy - $1.energy) / Double($1.structure.count) }
    let forces = zip(results, labels).flatMap { result, label in
      zip(result.forces, label.forces).flatMap { [$0.x - $1.x, $0.y - $1.y, $0.z - $1.z] }
    }
    func errors(_ values: [Double]) -> (Double, Double) {
      let count = Double(max(values.count, 1))
      return (
        values.reduce(0) { $0 + abs($1) } / count, (values.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
      )
    }
    (energy, force) = (errors(energies), errors(forces))
  }
}
