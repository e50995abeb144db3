import Foundation
import Testing

@testable import Atomistics

@Suite struct ScreenedRepulsionTests {
  private let repulsion = ScreenedRepulsion(charges: [14, 3], inner: 1.2, outer: 2)

  @Test func theRepulsionIsTheUniversalPotential() {
    // Silicon at 1 Å: screening length 0.88534 · 0.529177 / (2 · 14^0.23) = 0.12767 Å, x = 7.8330.
    let (x, strength) = (7.8330, 14.399645 * 196)
    let (near, far) = (0.18175 * exp(-3.1998 * x) + 0.50986 * exp(-0.94229 * x), 0.28022 * exp(-0.4029 * x))
    let screening = near + far + 0.02817 * exp(-0.20162 * x)
    #expect(abs(repulsion.pair(14, 14, at: 1).energy / (strength * screening) - 1) < 1e-4)
    #expect(repulsion.pair(14, 14, at: 2).energy == 0 && repulsion.pair(14, 14, at: 2).slope == 0)
    #expect(repulsion.pair(14, 3, at: 1).energy == repulsion.pair(3, 14, at: 1).energy)
  }

  @Test func theSlopeIsTheDerivativeOfTheEnergyOnBothSidesOfTheFall() {
    for distance in [0.3, 1, 1.19, 1.21, 1.5, 1.9, 1.999] {
      func energy(_ shift: Double) -> Double { repulsion.pair(14, 14, at: distance + shift).energy }
      let slope = (energy(1e-5) - energy(-1e-5)) / 2e-5
      #expect(abs(slope - repulsion.pair(14, 14, at: distance).slope) < 1e-6 * max(1, abs(slope)))
    }
  }

  @Test func forcesAndStrainsAreDerivativesOfTheEnergy() {
    let structure = Examples.structure(2, atoms: 20)
    let potential = SummedPotential(Examples.potential(), repulsion)
    let result = potential.evaluate(structure)
    #expect(result.energy > Examples.potential().evaluate(structure).energy + 1)
    func slope(_ moved: (Double) -> AtomicStructure) -> Double {
      (potential.evaluate(moved(1e-5)).energy - potential.evaluate(moved(-1e-5)).energy) / 2e-5
    }
    for (atom, axis) in [(0, 0), (7, 1), (19, 2)] {
      let derivative = slope { shift in
        var moved = structure
        moved.positions[atom][axis] += shift
        return moved
      }
      #expect(abs(derivative + result.forces[atom][axis]) < 1e-5 * max(1, abs(derivative)))
    }
    let derivative = slope { strain in structure.transformed(by: [[1, strain, 0], [0, 1, 0], [0, 0, 1]]) }
    #expect(abs(derivative - result.strainDerivative[0][1]) < 1e-5 * max(1, abs(derivative)))
  }

  @Test func aKnownPartIsSubtractedFromLabels() {
    let structure = Examples.structure(2, atoms: 20)
    let sum = SummedPotential(Examples.potential(), repulsion).evaluate(structure)
    let label = LabelledStructure(group: "", structure: structure, energy: sum.energy, forces: sum.forces)
    let errors = PotentialErrors(of: Examples.potential(), on: [label.subtracting(repulsion)])
    #expect(errors.energy.mean < 1e-10 && errors.force.mean < 1e-10)
  }
}
