import Atomistics
import Foundation
import SampleSupport

/// Predictions of n2p2 with the published network, and the differences of ours from them.
struct PublishedPredictions {
  /// The predictions of one structure, in eV and eV/Å.
  private struct Prediction: Decodable {
    let energy: Double
    let forces: [SIMD3<Double>]
  }

  /// The greatest difference of total energies in eV.
  private(set) var energyDifference = 0.0
  /// The greatest difference of force components in eV/Å, over structures without an atom near its own image.
  private(set) var forceDifference = 0.0
  /// The greatest difference of force components in eV/Å over the remaining structures.
  private(set) var selfImageForceDifference = 0.0
  /// The greatest difference in eV/Å of our forces from finite differences of the energy in the remaining structures.
  private(set) var selfImageSlopeDifference = 0.0
  /// The number of structures in which an atom is within the cutoff of its own image.
  private(set) var selfImageCount = 0
  /// Our results.
  private(set) var results: [(energy: Double, forces: [SIMD3<Double>])] = []

  /// Compares a potential with the predictions of a file.
  init(_ file: URL, of potential: NeuralPotential<SymmetryFunctions>, on structures: [LabelledStructure]) throws {
    let predictions: [Prediction]
    do {
      predictions = try JSONDecoder().decode([Prediction].self, from: Data(contentsOf: file))
    } catch {
      throw SampleError("\(file.path()) cannot be read: \(error)")
    }
    guard predictions.count == structures.count else {
      throw SampleError("\(file.path()) has \(predictions.count) predictions for \(structures.count) structures")
    }
    for (label, prediction) in zip(structures, predictions) {
      let neighbors = NeighborList(of: label.structure, within: potential.cutoff)
      let result = potential.evaluate(label.structure, neighbors: neighbors)
      results.append((result.energy, result.forces))
      energyDifference = max(energyDifference, abs(result.energy - prediction.energy))
      let difference = Self.greatest(result.forces, prediction.forces)
      let seesItself = (0..<label.structure.count).contains { atom in
        neighbors.atoms[neighbors.starts[atom]..<neighbors.starts[atom + 1]].contains(atom)
      }
      if seesItself {
        selfImageCount += 1
        selfImageForceDifference = max(selfImageForceDifference, difference)
        let slopes = Self.slopes(of: label.structure, potential)
        selfImageSlopeDifference = max(selfImageSlopeDifference, Self.greatest(result.forces, slopes))
      } else {
        forceDifference = max(forceDifference, difference)
      }
    }
  }

  private static func greatest(_ a: [SIMD3<Double>], _ b: [SIMD3<Double>]) -> Double {
    zip(a, b).flatMap { pair in (0..<3).map { abs(pair.0[$0] - pair.1[$0]) } }.max() ?? 0
  }

  /// Forces as central differences of the energy.
  private static func slopes(of structure: AtomicStructure, _ potential: some Potential) -> [SIMD3<Double>] {
    let step = 1e-3
    return structure.positions.indices.map { atom in
      var force = SIMD3<Double>.zero
      for axis in 0..<3 {
        func energy(_ shift: Double) -> Double {
          var moved = structure
          moved.positions[atom][axis] += shift
          return potential.evaluate(moved).energy
        }
        // The error of this formula grows with the fourth power of the step.
        let (near, far) = (energy(step) - energy(-step), energy(2 * step) - energy(-2 * step))
        force[axis] = -(8 * near - far) / (12 * step)
      }
      return force
    }
  }
}
