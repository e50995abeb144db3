import Atomistics

/// An amorphous structure from a crystal, by melting and quenching at constant volume.
enum Quench {
  /// The masses of Li and Si in u; IUPAC 2021.
  static let masses = [6.94, 28.085]

  /// Melts at 2500 K and cools to 300 K, then relaxes positions and cell.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - potential: the potential.
  ///   - picoseconds: the time of melting, and of cooling.
  ///   - key: the key of all random numbers.
  /// - Returns: the relaxed amorphous structure.
  static func amorphous(
    from crystal: AtomicStructure,
    in potential: some Potential,
    picoseconds: Double,
    key: Int
  ) -> Relaxation {
    let (hot, cold, stages) = (2500.0, 300.0, 20)
    var dynamics = MolecularDynamics(
      crystal,
      masses: masses,
      potential: potential,
      temperature: hot,
      thermostat: .init(temperature: hot, friction: 10),
      key: key
    )
    let steps = max(stages, Int(picoseconds / dynamics.timeStep))
    dynamics.run(steps: steps)
    for stage in 1...stages {
      dynamics.thermostat?.temperature = hot + (cold - hot) * Double(stage) / Double(stages)
      dynamics.run(steps: steps / stages)
    }
    return Relaxation(of: dynamics.structure, in: potential)
  }
}
