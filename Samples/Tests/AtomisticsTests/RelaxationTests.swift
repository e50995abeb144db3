import Testing

@testable import Atomistics

@Suite struct RelaxationTests {
  /// Pairs that repel as r⁻¹² and attract as r⁻⁶ with a smooth end at the cutoff.
  private struct Pairs: Potential {
    let cutoff = 5.0

    func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy {
      var result = PotentialEnergy(
        energy: 0,
        forces: [SIMD3<Double>](repeating: .zero, count: structure.count),
        strainDerivative: [.zero, .zero, .zero]
      )
      for i in 0..<structure.count {
        for index in neighbors.starts[i]..<neighbors.starts[i + 1] {
          let j = neighbors.atoms[index]
          let d = structure.positions[j] + neighbors.shifts[index] - structure.positions[i]
          let r = length(d)
          guard r < cutoff else { continue }
          let (s, taper) = (2.5 / r, 1 - r * r / (cutoff * cutoff))
          let s6 = s * s * s * s * s * s
          let energy = s6 * s6 - 2 * s6
          let slope = (-12 * s6 * s6 + 12 * s6) / r * taper * taper - energy * 4 * r / (cutoff * cutoff) * taper
          result.energy += 0.5 * energy * taper * taper
          let gradient = 0.5 * slope / r * d
          result.forces[i] += gradient
          result.forces[j] -= gradient
          for row in 0..<3 { result.strainDerivative[row] += gradient[row] * d }
        }
      }
      return result
    }
  }

  /// Face-centred cubic cells with disorder.
  private var start: AtomicStructure {
    var crystal = AtomicStructure(
      cell: [[3.7, 0, 0], [0.1, 3.4, 0], [0, 0.1, 3.5]],
      positions: [[0, 0, 0], [0, 1.7, 1.8], [1.8, 0.1, 1.7], [1.75, 1.7, 0]],
      species: [0, 0, 0, 0]
    )
    crystal.positions[1] += [0.1, -0.05, 0.08]
    return crystal
  }

  @Test func cellAndPositionsReachACrystalWithoutStress() {
    let relaxed = Relaxation(of: start, in: Pairs(), tolerance: 1e-6)
    let result = Pairs().evaluate(relaxed.structure)
    #expect(result.forces.allSatisfy { length($0) < 1e-5 })
    #expect(result.strainDerivative.allSatisfy { length($0) < 1e-4 })
    #expect(abs(result.energy - relaxed.energy) < 1e-10 && relaxed.greatestForce < 1e-5)
    // Every atom has twelve neighbours at the same distance.
    let distances = (0..<4).flatMap { atom in
      let list = NeighborList(of: relaxed.structure, within: 3)
      return (list.starts[atom]..<list.starts[atom + 1]).map { index in
        length(relaxed.structure.positions[list.atoms[index]] + list.shifts[index] - relaxed.structure.positions[atom])
      }
    }
    #expect(distances.count == 48)
    #expect((distances.max() ?? 0) - (distances.min() ?? 1) < 1e-4)
  }

  @Test func aFixedCellStays() {
    let relaxed = Relaxation(of: start, in: Pairs(), relaxesCell: false, tolerance: 1e-6)
    #expect(relaxed.structure.cell == start.cell)
    #expect(relaxed.energy < Pairs().evaluate(start).energy && relaxed.greatestForce < 1e-6)
  }

  @Test func noStepBringsAtomsTooNear() {
    // Without repulsion atoms would fall into each other.
    struct Attraction: Potential {
      let pairs = Pairs()
      var cutoff: Double { pairs.cutoff }
      func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy {
        var result = pairs.evaluate(structure, neighbors: neighbors)
        result.energy *= -1
        for atom in result.forces.indices { result.forces[atom] *= -1 }
        return result
      }
    }
    let relaxed = Relaxation(of: start, in: Attraction(), relaxesCell: false, leastDistance: 2, steps: 50)
    #expect(NeighborList(of: relaxed.structure, within: 2).atoms.isEmpty)
  }
}
