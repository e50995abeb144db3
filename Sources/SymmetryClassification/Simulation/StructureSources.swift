import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Workers

/// Makes of crystal structures what a ``SimulatedDataset`` draws its patterns from.
///
/// A structure is shown as itself and as virtual crystals of its space group and arrangement, by dynamical theory
/// from master patterns, of which there are only so many; and as virtual crystals by kinematical theory, of which
/// there is no end, so that no network can learn them by heart.
public struct StructureSources: Sendable {
  /// Virtual crystals of each structure that get a dynamical master pattern.
  public var virtualMasters = 0
  /// The share of crystals that are drawn by kinematical theory, 0...1.
  public var kinematicalShare: Float = 0.5
  /// The rows of each hemisphere of a master pattern; odd.
  public var masterSize = 201
  /// The spacing in Å of the finest planes of master patterns; nil for one by the size of the cell.
  public var minimumSpacing: Double?
  /// The accelerating voltage of master patterns in kV.
  public var acceleratingVoltage = 20.0
  /// The accelerating voltage of kinematical patterns in kV, drawn uniformly.
  public var kinematicalVoltage: ClosedRange<Float> = 10...30
  /// How far virtual crystals are from their structures.
  public var variation = CrystalVariation()
  /// What the look of kinematical bands is drawn from.
  public var bands = BandParameterRanges()
  /// Where master patterns are kept.
  public var cache: MasterPatternCache
  /// How much oftener structures of small cells are shown: their weights are the volumes of their primitive cells to
  /// the power of minus this.
  ///
  /// At 1 each doubling of the cell is shown as often as the next. Metals and semiconductors, which most specimens are
  /// of, have the smallest cells, and are few among the structures that are known.
  public var smallCellExponent: Float = 0
  /// Another seed makes other virtual crystals.
  public var seed = 1

  /// Creates the maker of sources.
  public init(cache: MasterPatternCache) { self.cache = cache }

  /// The crystals of a structure that get a master pattern: itself, and virtual ones.
  ///
  /// - Throws: `CrystalError` where the structure cannot be a prototype.
  public func dynamicalCrystals(
    of specimen: LabeledStructure
  ) throws(CrystalError) -> [LabeledStructure] {
    [specimen]
      + (virtualMasters > 0 ? try specimen.virtualCrystals(virtualMasters, seed: seed) : [])
  }

  /// A crystal by dynamical theory, its master pattern from the cache or newly simulated.
  ///
  /// - Throws: `DiffractionError.invalidSetting` where the cell is too great.
  public func dynamical(
    _ specimen: LabeledStructure,
    pool: WorkerPool
  ) throws(DiffractionError) -> SimulatedCrystal {
    let simulator = MasterPatternSimulator(
      acceleratingVoltage: acceleratingVoltage,
      size: masterSize,
      minimumSpacing: minimumSpacing
        ?? Self.minimumSpacing(volume: specimen.symmetry.primitive.cell.volume)
    )
    try simulator.validate(for: specimen.crystal.cell)
    let (file, _) = cache.masterPattern(
      of: specimen.crystal,
      symmetry: specimen.symmetry,
      simulator: simulator,
      pool: pool
    )
    return SimulatedCrystal(
      KikuchiSimulator(file.masterPattern),
      elements: SymmetryElements(of: specimen.symmetry, in: specimen.crystal.cell)
    )
  }

  /// Virtual crystals of a structure without end, by kinematical theory.
  ///
  /// - Throws: `CrystalError` where the structure cannot be a prototype, `DiffractionError` where its cell is too
  ///   great.
  public func kinematical(_ specimen: LabeledStructure, label: Int) throws -> CrystalSampler {
    try KikuchiBands.validate(specimen.crystal.cell, minimumSpacing: Self.kinematicalSpacing)
    return try CrystalSampler(
      virtualCrystalsOf: CrystalPrototype(specimen.symmetry),
      label: label,
      variation: variation,
      bands: bands,
      acceleratingVoltage: kinematicalVoltage,
      minimumSpacing: Self.kinematicalSpacing
    )
  }

  /// One source of a structure, of all kinds that there are.
  ///
  /// - Parameters:
  ///   - dynamical: the crystals of the structure that have a master pattern; may be empty.
  ///   - kinematical: its virtual crystals; nil for none.
  ///   - specimen: the structure.
  ///   - label: the class.
  /// - Returns: nil where there are none of either.
  public func mixture(
    dynamical: [SimulatedCrystal],
    kinematical: CrystalSampler?,
    of specimen: LabeledStructure,
    label: Int
  ) -> CrystalSampler? {
    let share = dynamical.isEmpty ? 1 : kinematicalShare
    var sources = dynamical.map { crystal in
      var source = CrystalSampler(crystal, label: label)
      source.weight = (1 - share) / Float(dynamical.count)
      return source
    }
    if var kinematical, share > 0 {
      kinematical.weight = share
      sources.append(kinematical)
    }
    guard !sources.isEmpty else { return nil }
    var mixture = CrystalSampler(mixing: sources)
    mixture.weight = pow(Float(specimen.symmetry.primitive.cell.volume), -smallCellExponent)
    return mixture
  }

  /// The spacing of the finest planes in Å that a crystal's master pattern takes: the finer the smaller its primitive
  /// cell of so many Å³.
  ///
  /// What fine planes of a large cell diffract is faint, and their number sets the time.
  static func minimumSpacing(volume: Double) -> Double {
    volume < 70 ? 0.8 : volume < 150 ? 1 : 1.25
  }

  private static let kinematicalSpacing = 0.8
}
