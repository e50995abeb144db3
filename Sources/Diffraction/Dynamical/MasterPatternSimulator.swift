import Crystallography
import Synchronization
import Workers

/// Simulates dynamical master patterns of backscattered electrons.
///
/// P. G. Callahan and M. De Graef, Microsc. Microanal. 19, 1255 (2013). All electrons have the energy of the beam:
/// those that form the bands have lost little of it.
public struct MasterPatternSimulator: Sendable, Hashable {
  /// The accelerating voltage in kV.
  public var acceleratingVoltage: Double
  /// The number of rows and columns of each hemisphere's grid; odd.
  public var size: Int
  /// The smallest lattice spacing in Å that is included.
  public var minimumSpacing: Double
  /// The thresholds of strong and weak beams.
  public var thresholds: BetheThresholds
  /// The model of absorption.
  public var absorption: Absorption

  /// Creates a simulator.
  ///
  /// - Parameters:
  ///   - acceleratingVoltage: the voltage in kV.
  ///   - size: the number of rows and columns of each grid; odd.
  ///   - minimumSpacing: the smallest lattice spacing in Å.
  ///   - thresholds: the thresholds of strong and weak beams.
  ///   - absorption: the model of absorption.
  public init(
    acceleratingVoltage: Double = 20,
    size: Int = 401,
    minimumSpacing: Double = 0.5,
    thresholds: BetheThresholds = BetheThresholds(),
    absorption: Absorption = .thermalDiffuse
  ) {
    precondition(size >= 3 && size % 2 == 1, "the size of a master pattern must be odd and at least 3")
    self.acceleratingVoltage = acceleratingVoltage
    self.size = size
    self.minimumSpacing = minimumSpacing
    self.thresholds = thresholds
    self.absorption = absorption
  }

  /// Checks that a cell is small enough for dynamical theory: at most 20 000 beams.
  ///
  /// - Throws: `DiffractionError.invalidSetting` that names the smallest usable spacing.
  public func validate(for cell: UnitCell) throws(DiffractionError) {
    try ReflectionBudget.check(cell, minimumSpacing: minimumSpacing, atMost: 20_000)
  }

  /// The work of a simulation.
  public struct Effort: Sendable, Equatable {
    /// The number of computed directions.
    public var directions = 0
    /// The mean number of strong beams.
    public var strongBeams = 0.0
    /// The mean number of weak beams.
    public var weakBeams = 0.0
    /// The mean number of Bloch waves.
    public var waves = 0.0
  }

  /// Simulates the master pattern of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - symmetry: the symmetry of the crystal, which saves directions; a centre of inversion makes matrices real.
  ///   - pool: the workers; the result does not depend on their number.
  ///   - progress: called with the finished fraction, from any thread.
  /// - Returns: the mean of Z² |ψ|² over the atoms in every direction, and the work it took.
  public func simulate(
    _ crystal: Crystal,
    symmetry: CrystalSymmetry,
    pool: WorkerPool = WorkerPool(),
    progress: @Sendable (Double) -> Void = { _ in }
  ) -> (pattern: MasterPattern, effort: Effort) {
    let orbits = LambertOrbits(
      size: size,
      operations: symmetry.pointOperations.map { $0.cartesianRotation(in: crystal.cell) }
    )
    let directions = orbits.representatives.map { pixel in
      let half = Double(size / 2)
      var direction = SquareLambert.direction(x: Double(pixel.column) / half - 1, y: Double(pixel.row) / half - 1)
      if !pixel.isNorthern { direction.z = -direction.z }
      return direction
    }
    let centred = crystal.translated(by: symmetry.inversionCentre.map { -$0 } ?? .zero)
    let beam = ElectronBeam(acceleratingVoltage: acceleratingVoltage)
    let potential = DynamicalPotential(
      factors: StructureFactors(of: centred, beam: beam, reach: 2 / minimumSpacing, absorption: absorption),
      cell: crystal.cell,
      minimumSpacing: minimumSpacing,
      thresholds: thresholds
    )
    let waves = BlochWaves(potential: potential, depth: DepthProfile(of: crystal, beam: beam))
    let done = Mutex(0)
    let (intensities, effort) = Self.intensities(of: directions, waves: waves, pool: pool) { count in
      let finished = done.withLock { done in
        done += count
        return done
      }
      progress(Double(finished) / Double(directions.count))
    }
    let values = orbits.orbits.map { intensities[$0] }
    return (
      MasterPattern(size: size, northern: Array(values[..<(size * size)]), southern: Array(values[(size * size)...])),
      effort
    )
  }

  /// The intensities in many directions, computed by all workers.
  private static func intensities(
    of directions: [Vector3],
    waves: BlochWaves,
    pool: WorkerPool,
    progress: @Sendable (Int) -> Void
  ) -> ([Float], Effort) {
    let chunk = 32
    let tasks = (directions.count + chunk - 1) / chunk
    let workers = (0..<pool.threads).map { _ in Worker(waves) }
    let result = Mutex([Float](repeating: 0, count: directions.count))
    pool.run(tasks) { task, worker in
      let range = task * chunk..<min((task + 1) * chunk, directions.count)
      let values = workers[worker].intensities(in: directions[range])
      result.withLock { $0.replaceSubrange(range, with: values) }
      progress(range.count)
    }
    var effort = Effort(directions: directions.count)
    // Sums of whole numbers, which have the same bits in any order.
    for own in workers.map(\.effort) {
      effort.strongBeams += own.strongBeams
      effort.weakBeams += own.weakBeams
      effort.waves += own.waves
    }
    effort.strongBeams /= Double(directions.count)
    effort.weakBeams /= Double(directions.count)
    effort.waves /= Double(directions.count)
    return (result.withLock { $0 }, effort)
  }

  /// The memory of one worker, used by one thread at a time.
  private final class Worker: Sendable {
    private let state: Mutex<(waves: BlochWaves, effort: Effort)>

    init(_ waves: BlochWaves) { state = Mutex((waves, Effort())) }

    var effort: Effort { state.withLock { $0.effort } }

    func intensities(in directions: ArraySlice<Vector3>) -> [Float] {
      state.withLock { state in
        directions.map { direction in
          let intensity = state.waves.intensity(in: direction)
          state.effort.strongBeams += Double(state.waves.strongBeams)
          state.effort.weakBeams += Double(state.waves.weakBeams)
          state.effort.waves += Double(state.waves.waves)
          return intensity
        }
      }
    }
  }
}
