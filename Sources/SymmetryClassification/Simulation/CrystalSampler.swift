import Crystallography
import Diffraction
import RandomNumbers

/// A structure of a known class, of which a ``SimulatedDataset`` draws patterns.
public struct CrystalSampler: Sendable {
  /// Draws a crystal of the structure; nil where chance makes none.
  public typealias Draw = @Sendable (_ generator: inout KeyedGenerator) -> SimulatedCrystal?

  /// The index of the class, at least 0.
  public let label: Int
  /// How often it is drawn beside the others of its class, or of a mixture; not negative.
  public var weight: Float = 1
  /// Draws a crystal of the structure, which depends on the generator alone.
  public let draw: Draw

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - label: the index of the class, at least 0.
  ///   - draw: draws a crystal; must depend on the generator alone.
  public init(label: Int, draw: @escaping Draw) {
    self.label = label
    self.draw = draw
  }

  /// A crystal that is always the same, as of a master pattern.
  public init(_ crystal: SimulatedCrystal, label: Int) {
    self.init(label: label) { _ in crystal }
  }

  /// Of several sources of the same class, one at each draw.
  ///
  /// - Parameter sources: the sources, at least one of a weight above 0.
  public init(mixing sources: [CrystalSampler]) {
    precondition(!sources.isEmpty, "a mixture needs a source")
    let weights = sources.map(\.weight)
    self.init(label: sources[0].label) { generator in
      sources[generator.index(weighted: weights)].draw(&generator)
    }
  }

  /// Virtual crystals of a prototype, whose bands are kinematical.
  ///
  /// - Parameters:
  ///   - prototype: what gives the space group and the arrangement of atoms.
  ///   - label: the index of the class, at least 0.
  ///   - variation: how far a crystal is from the prototype.
  ///   - bands: what the look of the bands is drawn from.
  ///   - acceleratingVoltage: in kV, drawn uniformly for each crystal.
  ///   - minimumSpacing: the spacing of the finest planes in Å, 0.3 to 5.
  /// - Throws: `DiffractionError.invalidSetting` for another spacing.
  public init(
    virtualCrystalsOf prototype: CrystalPrototype,
    label: Int,
    variation: CrystalVariation = CrystalVariation(),
    bands: BandParameterRanges = BandParameterRanges(),
    acceleratingVoltage: ClosedRange<Float> = 20...20,
    minimumSpacing: Double = 0.8
  ) throws(DiffractionError) {
    guard (0.3...5).contains(minimumSpacing) else {
      throw .invalidSetting(
        name: "minimumSpacing",
        value: "\(minimumSpacing)",
        expected: "0.3 to 5 Å"
      )
    }
    self.init(label: label) { generator in
      prototype.virtualCrystal(variation, using: &generator).map { crystal, symmetry in
        SimulatedCrystal(
          KikuchiSimulator(
            bands.projector(
              of: crystal,
              beam: ElectronBeam(
                acceleratingVoltage: Double(generator.uniform(in: acceleratingVoltage))
              ),
              minimumSpacing: minimumSpacing,
              using: &generator
            )
          ),
          elements: SymmetryElements(of: symmetry, in: crystal.cell)
        )
      }
    }
  }
}
