import NeuralNetworks
import Workers

/// The loss of a potential on labelled structures, with its exact gradient with respect to the networks' parameters:
/// the mean over structures of (ΔE / N σ_E)², plus the mean over force components of (ΔF / σ_F)².
///
/// Values of descriptors and their derivatives with respect to positions are computed once and kept: 24 bytes for each
/// neighbour of each atom and value of its descriptor.
public struct PotentialTraining<D: Descriptor>: Sendable {
  /// The networks, with the descriptors and scales that stay as they are.
  public let potential: NeuralPotential<D>
  /// The labels.
  public let labels: [LabelledStructure]
  /// σ_E in eV for each atom.
  public let energyDeviation: Double
  /// σ_F in eV/Å.
  public let forceDeviation: Double
  private let prepared: [Prepared]
  private let componentCount: Double

  /// One structure, with atoms in the order of their species.
  private struct Prepared: Sendable {
    /// The atoms of each species.
    var atoms: [[Int]]
    /// The inputs of each species' network, atom after atom.
    var inputs: [[Double]]
    /// For each atom in that order: its neighbours and the derivatives of each input with respect to their
    /// displacements, coordinate after coordinate.
    var neighbors: [[Int]]
    var slopes: [[Double]]
  }

  /// Prepares structures.
  ///
  /// - Parameters:
  ///   - potential: the potential to train.
  ///   - labels: the structures.
  ///   - energyDeviation: σ_E in eV for each atom.
  ///   - forceDeviation: σ_F in eV/Å.
  public init(
    _ potential: NeuralPotential<D>,
    on labels: [LabelledStructure],
    energyDeviation: Double,
    forceDeviation: Double
  ) {
    (self.potential, self.labels) = (potential, labels)
    (self.energyDeviation, self.forceDeviation) = (energyDeviation, forceDeviation)
    componentCount = Double(3 * labels.reduce(0) { $0 + $1.structure.count })
    prepared = potential.pool.map(labels.count) { Self.prepare(labels[$0].structure, potential) }
  }

  private static func prepare(_ structure: AtomicStructure, _ potential: NeuralPotential<D>) -> Prepared {
    let list = NeighborList(of: structure, within: potential.cutoff)
    var prepared = Prepared(atoms: [], inputs: [], neighbors: [], slopes: [])
    for (species, element) in potential.elements.enumerated() {
      let atoms = structure.species.indices.filter { structure.species[$0] == species }
      var inputs: [Double] = []
      for atom in atoms {
        var environment = Environment()
        list.environment(of: atom, in: structure, within: element.descriptor.cutoff, into: &environment)
        inputs += element.inputs(for: environment)
        prepared.neighbors.append(environment.atoms)
        prepared.slopes.append(element.inputSlopes(in: environment))
      }
      prepared.atoms.append(atoms)
      prepared.inputs.append(inputs)
    }
    return prepared
  }

  /// The parameters of all networks, one after the other.
  public var parameters: [Double] { potential.elements.flatMap(\.network.parameters) }

  /// The potential with other parameters.
  public func potential(with parameters: [Double]) -> NeuralPotential<D> {
    var (result, start) = (potential, 0)
    for index in result.elements.indices {
      let count = result.elements[index].network.parameters.count
      result.elements[index].network.parameters = Array(parameters[start..<start + count])
      start += count
    }
    return result
  }

  /// Energies and forces of all structures.
  ///
  /// - Parameter parameters: those of all networks.
  /// - Returns: the total energy in eV and the forces in eV/Å of each structure.
  public func results(with parameters: [Double]) -> [(energy: Double, forces: [SIMD3<Double>])] {
    let potential = potential(with: parameters)
    return potential.pool.map(labels.count) { result(of: $0, potential) }
  }

  private func result(of index: Int, _ potential: NeuralPotential<D>) -> (energy: Double, forces: [SIMD3<Double>]) {
    let prepared = prepared[index]
    var energy = 0.0
    var forces = [SIMD3<Double>](repeating: .zero, count: labels[index].structure.count)
    var position = 0
    for (element, (atoms, inputs)) in zip(potential.elements, zip(prepared.atoms, prepared.inputs)) {
      let (outputs, gradients) = element.network.outputsAndInputGradients(of: inputs)
      let width = element.descriptor.count
      for (row, atom) in atoms.enumerated() {
        energy += element.outputScale * outputs[row] + element.outputShift
        let (neighbors, slopes) = (prepared.neighbors[position], prepared.slopes[position])
        position += 1
        var sums = [Double](repeating: 0, count: 3 * neighbors.count)
        for value in 0..<width {
          let factor = element.outputScale * gradients[row * width + value]
          let start = value * sums.count
          for i in sums.indices { sums[i] += factor * slopes[start + i] }
        }
        for (neighbor, other) in neighbors.enumerated() {
          let gradient = SIMD3(sums[3 * neighbor], sums[3 * neighbor + 1], sums[3 * neighbor + 2])
          forces[other] -= gradient
          forces[atom] += gradient
        }
      }
    }
    return (energy, forces)
  }

  /// The loss of energies and forces.
  public func loss(of results: [(energy: Double, forces: [SIMD3<Double>])]) -> Double {
    zip(results, labels).reduce(0) { $0 + loss(energy: $1.0.energy, forces: $1.0.forces, $1.1) }
  }

  /// The part of the loss of one structure.
  private func loss(energy: Double, forces: [SIMD3<Double>], _ label: LabelledStructure) -> Double {
    let deviation = energyDeviation(energy, label)
    return zip(forces, label.forces).reduce(deviation * deviation / Double(labels.count)) {
      let deviation = ($1.0 - $1.1) / forceDeviation
      return $0 + dot(deviation, deviation) / componentCount
    }
  }

  /// ΔE / N σ_E.
  private func energyDeviation(_ energy: Double, _ label: LabelledStructure) -> Double {
    (energy - label.energy) / (Double(label.structure.count) * energyDeviation)
  }

  /// The loss and its gradient.
  public func lossAndGradient(_ parameters: [Double]) -> (value: Double, gradient: [Double]) {
    let potential = potential(with: parameters)
    let parts = potential.pool.map(labels.count) { part(of: $0, potential) }
    var (loss, gradient) = (0.0, [Double](repeating: 0, count: parameters.count))
    for part in parts {
      loss += part.loss
      for i in gradient.indices { gradient[i] += part.gradient[i] }
    }
    return (loss, gradient)
  }

  private func part(of index: Int, _ potential: NeuralPotential<D>) -> (loss: Double, gradient: [Double]) {
    let (label, prepared) = (labels[index], prepared[index])
    let (energy, forces) = result(of: index, potential)
    let energySlope =
      2 * energyDeviation(energy, label) / (Double(label.structure.count) * energyDeviation * Double(labels.count))
    let forceSlopes = zip(forces, label.forces).map { force, expected in
      2 / (forceDeviation * componentCount) * ((force - expected) / forceDeviation)
    }
    var gradient: [Double] = []
    var position = 0
    for (element, (atoms, inputs)) in zip(potential.elements, zip(prepared.atoms, prepared.inputs)) {
      let width = element.descriptor.count
      var direction = [Double](repeating: 0, count: inputs.count)
      for (row, atom) in atoms.enumerated() {
        let (neighbors, slopes) = (prepared.neighbors[position], prepared.slopes[position])
        position += 1
        var moved = [Double](repeating: 0, count: 3 * neighbors.count)
        for (neighbor, other) in neighbors.enumerated() {
          let difference = element.outputScale * (forceSlopes[atom] - forceSlopes[other])
          for axis in 0..<3 { moved[3 * neighbor + axis] = difference[axis] }
        }
        for value in 0..<width {
          let start = value * moved.count
          var sum = 0.0
          for i in moved.indices { sum += moved[i] * slopes[start + i] }
          direction[row * width + value] = sum
        }
      }
      var own = [Double](repeating: 0, count: element.network.parameters.count)
      if !atoms.isEmpty {
        element.network.addGradient(
          of: inputs,
          outputWeights: [Double](repeating: element.outputScale * energySlope, count: atoms.count),
          direction: direction,
          to: &own
        )
      }
      gradient += own
    }
    return (loss(energy: energy, forces: forces, label), gradient)
  }
}

extension NeuralPotential.ElementNetwork {
  /// The derivatives of each input with respect to the displacements of the neighbours: input after input, neighbour
  /// after neighbour, coordinate after coordinate.
  fileprivate func inputSlopes(in environment: Environment) -> [Double] {
    (0..<descriptor.count).flatMap { value in
      var coefficients = [Double](repeating: 0, count: descriptor.count)
      coefficients[value] = inputScale[value]
      return descriptor.gradient(of: environment, coefficients: coefficients).flatMap { [$0.x, $0.y, $0.z] }
    }
  }
}

extension NeuralPotential {
  /// The potential with inputs of mean 0 and deviation 1 over the atoms of some structures.
  public func normalized(on structures: [AtomicStructure]) -> NeuralPotential {
    var result = self
    let lists = pool.map(structures.count) { NeighborList(of: structures[$0], within: cutoff) }
    for (species, element) in elements.enumerated() {
      let values = zip(structures, lists).flatMap { structure, list in
        structure.species.indices.filter { structure.species[$0] == species }.map { atom in
          var environment = Environment()
          list.environment(of: atom, in: structure, within: element.descriptor.cutoff, into: &environment)
          return element.descriptor.values(of: environment)
        }
      }
      guard !values.isEmpty else { continue }
      for value in 0..<element.descriptor.count {
        let mean = values.reduce(0) { $0 + $1[value] } / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1[value] - mean) * ($1[value] - mean) } / Double(values.count)
        result.elements[species].inputShift[value] = mean
        result.elements[species].inputScale[value] = variance > 0 ? 1 / variance.squareRoot() : 1
      }
    }
    return result
  }
}
