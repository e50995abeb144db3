import Atomistics
import Foundation

/// The silicon melt of Behler and Parrinello's figure 3: 64 atoms in a cube of 20.526 bohr at 3000 K.
enum Melt {
  /// The mass of silicon in u; IUPAC 2021.
  static let mass = 28.085
  /// The temperature in K.
  static let temperature = 3000.0

  /// The crystal from which the melt is made: 2 × 2 × 2 cells of diamond's structure.
  static var crystal: AtomicStructure {
    let corner: [SIMD3<Double>] = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
    let edge = 20.526 * N2P2Files.bohr / 2
    let atoms = corner + corner.map { $0 + 0.25 }
    return AtomicStructure(
      cell: [[edge, 0, 0], [0, edge, 0], [0, 0, edge]],
      positions: atoms.map { edge * $0 },
      species: [Int](repeating: 0, count: atoms.count)
    ).repeated([2, 2, 2])
  }

  /// Dynamics that starts from the crystal, with a thermostat of 10/ps.
  static func dynamics<P: Potential>(
    _ potential: P,
    temperature: Double = Melt.temperature,
    key: Int
  ) -> MolecularDynamics<P> {
    MolecularDynamics(
      crystal,
      masses: [mass],
      potential: potential,
      temperature: temperature,
      thermostat: .init(temperature: temperature, friction: 10),
      key: key
    )
  }
}

/// A run of the melt: 5 ps at 5000 K to lose the crystal, 3 ps at 3000 K to settle, and the rest at 3000 K to measure.
struct MeltRun {
  /// g(r) of the measured part.
  private(set) var distribution = RadialDistribution(to: 5.5, bins: 220)
  /// The mean temperature in K of the measured part.
  private(set) var temperature = 0.0
  /// The drift of the total energy in meV/atom/ps without the thermostat, over 5 ps after the measured part.
  private(set) var drift = 0.0
  /// The root mean square deviation of that energy from its line, in meV/atom.
  private(set) var fluctuation = 0.0
  /// The total energy in eV at the end, which depends on every step.
  private(set) var lastEnergy = 0.0

  /// Runs the melt.
  ///
  /// - Parameters:
  ///   - potential: the potential.
  ///   - duration: the measured time in ps.
  ///   - key: the key of all random numbers.
  init(_ potential: some Potential, duration: Double, key: Int) {
    var dynamics = Melt.dynamics(potential, temperature: 5000, key: key)
    dynamics.run(steps: 5000)
    dynamics.thermostat?.temperature = Melt.temperature
    dynamics.run(steps: 3000)
    let stride = 10
    let samples = Int((duration / dynamics.timeStep).rounded()) / stride
    for _ in 0..<samples {
      dynamics.run(steps: stride)
      distribution.add(dynamics.structure)
      temperature += dynamics.temperature / Double(samples)
    }
    dynamics.thermostat = nil
    var energies: [SIMD2<Double>] = []
    for step in 0..<500 {
      dynamics.run(steps: stride)
      let time = Double((step + 1) * stride) * dynamics.timeStep
      energies.append([time, 1000 * dynamics.totalEnergy / Double(dynamics.structure.count)])
    }
    (drift, fluctuation) = Self.line(through: energies)
    lastEnergy = dynamics.totalEnergy
  }

  /// The slope of the line of least squares and the deviation from it.
  private static func line(through points: [SIMD2<Double>]) -> (slope: Double, deviation: Double) {
    let count = Double(points.count)
    let mean = points.reduce(.zero, +) / count
    let square = points.reduce(0) { $0 + ($1.x - mean.x) * ($1.x - mean.x) }
    let slope = points.reduce(0) { $0 + ($1.x - mean.x) * ($1.y - mean.y) } / square
    let variance = points.reduce(0) { sum, point in
      let left = point.y - mean.y - slope * (point.x - mean.x)
      return sum + left * left
    }
    return (slope, (variance / count).squareRoot())
  }
}
