import Foundation
import RandomNumbers

/// Newtonian or Langevin dynamics of atoms in a fixed periodic cell.
///
/// Steps are velocity Verlet (Swope et al., J. Chem. Phys. 76, 637, 1982); with a friction, the velocities are damped
/// and heated exactly at the middle of each step, as in the BAOAB splitting (Leimkuhler and Matthews, J. Chem. Phys.
/// 138, 174102, 2013). The same key gives the same trajectory.
public struct MolecularDynamics<P: Potential>: Sendable {
  /// A thermostat: temperature in K and friction in 1/ps.
  public struct Thermostat: Sendable {
    /// The temperature in K.
    public var temperature: Double
    /// The friction in 1/ps.
    public var friction: Double

    /// Creates a thermostat.
    public init(temperature: Double, friction: Double) { (self.temperature, self.friction) = (temperature, friction) }
  }

  /// The potential.
  public let potential: P
  /// The atoms.
  public private(set) var structure: AtomicStructure
  /// The velocities in Å/ps.
  public private(set) var velocities: [SIMD3<Double>]
  /// The energy and forces at the present positions.
  public private(set) var present: PotentialEnergy
  /// The mass of each atom in u.
  public let masses: [Double]
  /// The time step in ps.
  public let timeStep: Double
  /// The thermostat; nil for constant energy.
  public var thermostat: Thermostat?

  private var generator: KeyedGenerator
  private var neighbors: NeighborList
  /// The positions at which neighbours were found last.
  private var origins: [SIMD3<Double>]
  /// Neighbours are found within the cutoff and this distance in Å, so that a list serves several steps.
  private static var skin: Double { 0.6 }

  /// Boltzmann's constant in eV/K; exact since 2019.
  public static var boltzmann: Double { 8.617333262145e-5 }
  /// 1 eV in u Å²/ps²; from CODATA 2018.
  public static var energyUnit: Double { 9648.533212331 }

  /// Starts a run with velocities of a temperature and without motion of the centre of mass.
  ///
  /// - Parameters:
  ///   - structure: the atoms.
  ///   - masses: the mass of each species in u.
  ///   - potential: the potential.
  ///   - temperature: the temperature of the first velocities in K.
  ///   - timeStep: the time step in ps.
  ///   - thermostat: the thermostat; nil for constant energy.
  ///   - key: the key of all random numbers.
  public init(
    _ structure: AtomicStructure,
    masses: [Double],
    potential: P,
    temperature: Double,
    timeStep: Double = 0.001,
    thermostat: Thermostat? = nil,
    key: Int
  ) {
    (self.structure, self.potential, self.timeStep, self.thermostat) = (structure, potential, timeStep, thermostat)
    var generator = KeyedGenerator(key)
    let masses = structure.species.map { masses[$0] }
    var velocities = masses.map { mass in
      (Self.boltzmann * temperature * Self.energyUnit / mass).squareRoot() * Self.normal(&generator)
    }
    let momentum = zip(masses, velocities).reduce(SIMD3<Double>.zero) { $0 + $1.0 * $1.1 }
    let total = masses.reduce(0, +)
    for i in velocities.indices { velocities[i] -= momentum / total }
    (self.masses, self.velocities, self.generator) = (masses, velocities, generator)
    neighbors = NeighborList(of: structure, within: potential.cutoff + Self.skin)
    origins = structure.positions
    present = potential.evaluate(structure, neighbors: neighbors)
  }

  private static func normal(_ generator: inout KeyedGenerator) -> SIMD3<Double> {
    SIMD3(Double(generator.normal()), Double(generator.normal()), Double(generator.normal()))
  }

  /// The kinetic energy in eV.
  public var kineticEnergy: Double {
    zip(masses, velocities).reduce(0) { $0 + $1.0 * dot($1.1, $1.1) / 2 } / Self.energyUnit
  }

  /// Kinetic and potential energy in eV, which constant-energy dynamics conserves.
  public var totalEnergy: Double { kineticEnergy + present.energy }

  /// The temperature in K of the present velocities.
  public var temperature: Double {
    // Without friction the centre of mass rests: three degrees of freedom less.
    let freedom = 3 * structure.count - (thermostat == nil ? 3 : 0)
    return 2 * kineticEnergy / (Double(freedom) * Self.boltzmann)
  }

  /// Makes several steps.
  public mutating func run(steps: Int) { for _ in 0..<steps { step() } }

  private mutating func step() {
    accelerate(timeStep / 2)
    if let thermostat {
      move(timeStep / 2)
      let damping = exp(-thermostat.friction * timeStep)
      let heat = Self.boltzmann * thermostat.temperature * Self.energyUnit * (1 - damping * damping)
      for i in velocities.indices {
        velocities[i] = damping * velocities[i] + (heat / masses[i]).squareRoot() * Self.normal(&generator)
      }
      move(timeStep / 2)
    } else {
      move(timeStep)
    }
    if zip(structure.positions, origins).contains(where: { 2 * length($0 - $1) > Self.skin }) {
      neighbors = NeighborList(of: structure, within: potential.cutoff + Self.skin)
      origins = structure.positions
    }
    present = potential.evaluate(structure, neighbors: neighbors)
    accelerate(timeStep / 2)
  }

  private mutating func accelerate(_ time: Double) {
    for i in velocities.indices { velocities[i] += time * Self.energyUnit / masses[i] * present.forces[i] }
  }

  private mutating func move(_ time: Double) {
    for i in velocities.indices { structure.positions[i] += time * velocities[i] }
  }
}
