import Testing

@testable import Atomistics

@Suite struct NeuralPotentialTests {
  @Test func forcesAreDerivativesOfTheEnergy() {
    let (structure, potential) = (Examples.structure(), Examples.potential())
    let result = potential.evaluate(structure)
    for atom in 0..<structure.count {
      for axis in 0..<3 {
        func energy(_ shift: Double) -> Double {
          var moved = structure
          moved.positions[atom][axis] += shift
          return potential.evaluate(moved).energy
        }
        #expect(abs(-(energy(1e-4) - energy(-1e-4)) / 2e-4 - result.forces[atom][axis]) < 1e-6)
      }
    }
    #expect(length(result.forces.reduce(.zero, +)) < 1e-10)
  }

  @Test func strainDerivativesAreThoseOfTheEnergy() {
    let (structure, potential) = (Examples.structure(), Examples.potential())
    let result = potential.evaluate(structure)
    for row in 0..<3 {
      for column in 0..<3 {
        func energy(_ strain: Double) -> Double {
          var matrix: [SIMD3<Double>] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
          matrix[row][column] += strain
          return potential.evaluate(structure.transformed(by: matrix)).energy
        }
        #expect(abs((energy(1e-5) - energy(-1e-5)) / 2e-5 - result.strainDerivative[row][column]) < 1e-5)
      }
    }
  }

  @Test func threadsDoNotChangeABit() {
    let structure = Examples.structure(2, atoms: 40)
    let expected = Examples.potential().evaluate(structure)
    for threads in [2, 3, 5] { #expect(Examples.potential(threads: threads).evaluate(structure) == expected) }
  }

  @Test func repeatedCellsHaveTheEnergyOfTheirParts() {
    let (structure, potential) = (Examples.structure(), Examples.potential())
    let one = potential.evaluate(structure).energy
    #expect(abs(potential.evaluate(structure.repeated([2, 1, 3])).energy - 6 * one) < 1e-9)
  }

  @Test func normalizedInputsHaveMean0AndDeviation1() {
    let structures = (1...4).map { Examples.structure($0) }
    let potential = Examples.potential().normalized(on: structures)
    let inputs = structures.flatMap { structure in
      let list = NeighborList(of: structure, within: potential.cutoff)
      return structure.species.indices.filter { structure.species[$0] == 0 }.map { atom in
        var environment = Environment()
        list.environment(of: atom, in: structure, within: potential.cutoff, into: &environment)
        return potential.elements[0].inputs(for: environment)
      }
    }
    for value in 0..<3 {
      let mean = inputs.reduce(0) { $0 + $1[value] } / Double(inputs.count)
      let square = inputs.reduce(0) { $0 + $1[value] * $1[value] } / Double(inputs.count)
      #expect(abs(mean) < 1e-12 && abs(square - 1) < 1e-12)
    }
  }
}
