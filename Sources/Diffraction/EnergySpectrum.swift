/// The energies of the electrons that make a pattern, as a few lines.
public struct EnergySpectrum: Sendable, Hashable {
  /// Electrons of one energy.
  public struct Line: Sendable, Hashable {
    /// The energy as a fraction of that of the incident electrons.
    public var relativeEnergy: Double
    /// The share of the electrons; only ratios count.
    public var weight: Double

    /// Creates a line.
    public init(relativeEnergy: Double, weight: Double) {
      self.relativeEnergy = relativeEnergy
      self.weight = weight
    }
  }

  /// The lines.
  public let lines: [Line]

  /// Creates a spectrum of at least one line.
  public init(_ lines: [Line]) {
    precondition(!lines.isEmpty, "a spectrum has at least one line")
    self.lines = lines
  }

  /// Electrons that have lost nothing.
  public static let elastic = EnergySpectrum([Line(relativeEnergy: 1, weight: 1)])

  /// Electrons that have lost up to a quarter of their energy: those that make the bands.
  public static let lowLoss = EnergySpectrum([
    Line(relativeEnergy: 1, weight: 1),
    Line(relativeEnergy: 0.9, weight: 1),
    Line(relativeEnergy: 0.8, weight: 0.5),
  ])
}
