import Crystallography
import Diffraction
import RandomNumbers

/// A source of random crystals of a class, from which a ``SimulatedDataset`` simulates patterns.
public struct CrystalSampler: Sendable {
  /// A function that draws a crystal; nil if this draw gave none.
  public typealias Draw = @Sendable (_ generator: inout KeyedGenerator) -> SimulatedCrystal?

  /// The index of the class, at least 0.
  public let label: Int
  /// The relative frequency among the samplers of its class or mixture; not negative.
  public var weight: Float = 1
  /// Draws a crystal, which depends on the generator only.
  public let draw: Draw

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - label: the index of the class, at least 0.
  ///   - draw: draws a crystal; must depend on the generator only.
  public init(label: Int, draw: @escaping Draw) {
    self.label = label
    self.draw = draw
  }

  /// Creates a sampler that always draws the same crystal, such as that of a master pattern.
  public init(_ crystal: SimulatedCrystal, label: Int) { self.init(label: label) { _ in crystal } }

  /// Creates a sampler that draws from one of several samplers of the same class, by their weights.
  ///
  /// - Parameter samplers: the samplers, at least one of a weight above 0.
  public init(mixing samplers: [CrystalSampler]) {
    precondition(!samplers.isEmpty, "a mixture needs a sampler")
    let weights = samplers.map(\.weight)
    self.init(label: samplers[0].label) { generator in samplers[generator.index(weighted: weights)].draw(&generator) }
  }

  /// Creates a sampler of virtual crystals of a prototype with two-beam bands.
  ///
  /// - Parameters:
  ///   - prototype: the space group and the arrangement of atoms.
  ///   - label: the index of the class, at least 0.
  ///   - variation: the deviation of crystals from the prototype.
  ///   - bands: the ranges of the bands' parameters.
  ///   - acceleratingVoltage: the range in kV, from which the voltage of each crystal is drawn uniformly.
  ///   - minimumSpacing: the least spacing of lattice planes in Å, 0.3 to 5; nil to choose it by the cell of each
  ///     crystal.
  /// - Throws: `DiffractionError.invalidSetting` for a spacing outside this range.
  public init(
    virtualCrystalsOf prototype: CrystalPrototype,
    label: Int,
    variation: CrystalVariation = CrystalVariation(),
    bands: TwoBeamParameterRanges = TwoBeamParameterRanges(),
    acceleratingVoltage: ClosedRange<Float> = 20...20,
    minimumSpacing: Double? = nil
  ) throws(DiffractionError) {
    if let minimumSpacing, !(0.3...5).contains(minimumSpacing) {
      throw .invalidSetting(name: "minimumSpacing", value: "\(minimumSpacing)", expected: "0.3 to 5 Å")
    }
    self.init(label: label) { generator in
      prototype.virtualCrystal(variation, using: &generator).map { crystal, symmetry in
        SimulatedCrystal(
          KikuchiSimulator(
            bands.projector(
              of: crystal,
              beam: ElectronBeam(acceleratingVoltage: Double(generator.uniform(in: acceleratingVoltage))),
              minimumSpacing: minimumSpacing
                ?? TwoBeamParameterRanges.minimumSpacing(primitiveVolume: crystal.cell.volume),
              using: &generator
            )
          ),
          elements: SymmetryElements(of: symmetry, in: crystal.cell)
        )
      }
    }
  }
}

/// A crystal of a ``SimulatedDataset``: its simulator and its symmetry elements.
public struct SimulatedCrystal: Sendable {
  /// The simulator of its patterns.
  public let simulator: KikuchiSimulator
  /// Its axes and mirror planes, in the crystal's Cartesian frame.
  public let elements: SymmetryElements

  /// Creates a crystal.
  public init(_ simulator: KikuchiSimulator, elements: SymmetryElements) {
    self.simulator = simulator
    self.elements = elements
  }
}
