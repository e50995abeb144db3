import Testing

@testable import Atomistics

/// Independent oscillators about given points: the exact solution of their motion is known.
private struct Springs: Potential {
  let anchors: [SIMD3<Double>]
  let stiffness: Double
  var cutoff: Double { 1 }

  func evaluate(_ structure: AtomicStructure, neighbors: NeighborList) -> PotentialEnergy {
    let offsets = zip(structure.positions, anchors).map { $0 - $1 }
    return PotentialEnergy(
      energy: offsets.reduce(0) { $0 + stiffness / 2 * dot($1, $1) },
      forces: offsets.map { -stiffness * $0 },
      strainDerivative: [.zero, .zero, .zero]
    )
  }
}

@Suite struct MolecularDynamicsTests {
  private func dynamics(_ thermostat: MolecularDynamics<Springs>.Thermostat? = nil) -> MolecularDynamics<Springs> {
    let structure = Examples.structure(1, atoms: 60)
    return MolecularDynamics(
      structure,
      masses: [28, 7],
      potential: Springs(anchors: structure.positions, stiffness: 2),
      temperature: 500,
      timeStep: 0.002,
      thermostat: thermostat,
      key: 3
    )
  }

  @Test func theTotalEnergyIsConserved() {
    var dynamics = dynamics()
    let (energy, momentum) = (dynamics.totalEnergy, dynamics.velocities[0] * 28)
    #expect(abs(dynamics.temperature - 500) < 100)
    dynamics.run(steps: 400)
    #expect(abs(dynamics.totalEnergy / energy - 1) < 2e-3)
    #expect(length(dynamics.velocities[0] * 28 - momentum) > 1)
  }

  @Test func theThermostatHoldsItsTemperature() {
    var dynamics = dynamics(.init(temperature: 1200, friction: 20))
    dynamics.run(steps: 200)
    var (temperature, energy) = (0.0, 0.0)
    for _ in 0..<150 {
      dynamics.run(steps: 10)
      temperature += dynamics.temperature / 150
      energy += dynamics.present.energy / 150
    }
    // 180 degrees of freedom in some 50 independent samples: a deviation of 1.5 %.
    #expect(abs(temperature / 1200 - 1) < 0.06)
    // Equipartition: k T / 2 for each coordinate.
    #expect(abs(energy / (90 * MolecularDynamics<Springs>.boltzmann * 1200) - 1) < 0.09)
  }

  @Test func theKeyDecidesTheTrajectory() {
    var (a, b) = (dynamics(.init(temperature: 300, friction: 5)), dynamics(.init(temperature: 300, friction: 5)))
    a.run(steps: 50)
    b.run(steps: 50)
    #expect(a.structure == b.structure && a.velocities == b.velocities)
  }

  @Test func neighborsFollowMovingAtoms() {
    var dynamics = MolecularDynamics(
      Examples.structure(5, atoms: 12),
      masses: [5, 5],
      potential: Examples.potential(),
      temperature: 4000,
      key: 1
    )
    dynamics.run(steps: 150)
    // A list made anew gives the same energy as the one that was kept.
    #expect(abs(dynamics.potential.evaluate(dynamics.structure).energy - dynamics.present.energy) < 1e-9)
  }
}
