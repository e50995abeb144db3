import NeuralNetworks
import Workers

/// An energy that is the sum over atoms of a network's output for the atom's surroundings.
///
/// Each element has a network (Behler and Parrinello, Phys. Rev. Lett. 98, 146401, 2007).
public struct NeuralPotential<D: Descriptor>: Potential {
  /// The network of one element.
  public struct ElementNetwork: Sendable {
    /// The values that the network sees.
    public var descriptor: D
    /// Subtracted from the descriptor's values.
    public var inputShift: [Double]
    /// Multiplies the difference.
    public var inputScale: [Double]
    /// The network; it has one output.
    public var network: Perceptron
    /// Multiplies the output, in eV.
    public var outputScale: Double
    /// Added to it: the energy of the atom in eV.
    public var outputShift: Double

    /// Creates a network.
    public init(
      descriptor: D,
      inputShift: [Double],
      inputScale: [Double],
      network: Perceptron,
      outputScale: Double = 1,
      outputShift: Double = 0
    ) {
      precondition(
        [inputShift.count, inputScale.count, network.widths[0]].allSatisfy { $0 == descriptor.count },
        "a descriptor of \(descriptor.count) values and \(network.widths[0]) inputs"
      )
      (self.descriptor, self.network) = (descriptor, network)
      (self.inputShift, self.inputScale) = (inputShift, inputScale)
      (self.outputScale, self.outputShift) = (outputScale, outputShift)
    }

    /// The inputs of the network for surroundings.
    public func inputs(for environment: Environment) -> [Double] {
      var values = descriptor.values(of: environment)
      for i in values.indices { values[i] = (values[i] - inputShift[i]) * inputScale[i] }
      return values
    }
  }

  /// The networks, by species.
  public var elements: [ElementNetwork]
  /// The threads; the energy has the same bits on any number of them.
  public var pool: WorkerPool

  /// Creates a potential.
  public init(elements: [ElementNetwork], threads: Int? = nil) {
    self.elements = elements
    pool = WorkerPool(threads: threads)
  }

  /// The greatest distance in Å at which an atom feels another.
  public var cutoff: Double { elements.map(\.descriptor.cutoff).max() ?? 0 }

  /// Atoms that one thread evaluates at once; a fixed number, so that products have the same bits on any number of
  /// threads.
  private static var chunk: Int { 16 }

  /// The energies of some atoms and the derivatives with respect to the displacements of their neighbours.
  private struct Part: Sendable {
    var energies: [Double] = []
    var environments: [Environment] = []
    var gradients: [[SIMD3<Double>]] = []
  }

  /// Energy, forces and strain derivative.
  public func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy {
    let count = structure.count
    let parts = pool.map((count + Self.chunk - 1) / Self.chunk) { index in
      part(of: structure, atoms: index * Self.chunk..<min((index + 1) * Self.chunk, count), neighbors: neighbors)
    }
    var result = PotentialEnergy(
      energy: 0,
      forces: [SIMD3<Double>](repeating: .zero, count: count),
      strainDerivative: [SIMD3<Double>](repeating: .zero, count: 3)
    )
    for (index, part) in parts.enumerated() {
      for offset in part.energies.indices {
        result.energy += part.energies[offset]
        let (environment, gradients) = (part.environments[offset], part.gradients[offset])
        let atom = index * Self.chunk + offset
        for (neighbor, gradient) in gradients.enumerated() {
          result.forces[environment.atoms[neighbor]] -= gradient
          result.forces[atom] += gradient
          let displacement = environment.displacement(neighbor)
          for row in 0..<3 { result.strainDerivative[row] += gradient[row] * displacement }
        }
      }
    }
    return result
  }

  private func part(of structure: AtomicStructure, atoms: Range<Int>, neighbors: NeighborList) -> Part {
    var part = Part(energies: [Double](repeating: 0, count: atoms.count))
    for atom in atoms {
      var environment = Environment()
      let cutoff = elements[structure.species[atom]].descriptor.cutoff
      neighbors.environment(of: atom, in: structure, within: cutoff, into: &environment)
      part.environments.append(environment)
    }
    part.gradients = [[SIMD3<Double>]](repeating: [], count: atoms.count)
    for (species, element) in elements.enumerated() {
      let members = atoms.indices.filter { structure.species[$0] == species }.map { $0 - atoms.lowerBound }
      guard !members.isEmpty else { continue }
      let width = element.descriptor.count
      let inputs = members.flatMap { element.inputs(for: part.environments[$0]) }
      let (outputs, slopes) = element.network.outputsAndInputGradients(of: inputs)
      for (row, member) in members.enumerated() {
        part.energies[member] = element.outputScale * outputs[row] + element.outputShift
        let coefficients = (0..<width).map { slopes[row * width + $0] * element.inputScale[$0] * element.outputScale }
        part.gradients[member] = element.descriptor.gradient(
          of: part.environments[member],
          coefficients: coefficients
        )
      }
    }
    return part
  }
}
