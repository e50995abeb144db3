import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Workers

/// Creates the samplers of a ``SimulatedDataset`` from crystal structures.
///
/// A structure gives two kinds of patterns: those of the crystal and of a few virtual crystals of its space group and
/// arrangement, by dynamical theory from master patterns; and those of any number of virtual crystals by two-beam
/// theory, which a network cannot memorise.
public struct StructureSources: Sendable {
  /// The number of virtual crystals of each structure with a dynamical master pattern.
  public var virtualMasters = 0
  /// The share of crystals by two-beam theory, 0...1.
  public var twoBeamShare: Float = 0.5
  /// The number of rows of each hemisphere of a master pattern; odd.
  public var masterSize = 201
  /// The spacing of the finest planes of master patterns in Å; nil for ``LabeledStructure/finestSpacing``.
  public var minimumSpacing: Double?
  /// The accelerating voltage of master patterns in kV.
  public var acceleratingVoltage = 20.0
  /// The range of the accelerating voltage of two-beam patterns in kV, drawn uniformly.
  public var twoBeamVoltage: ClosedRange<Float> = 10...30
  /// The deviation of virtual crystals from their structures.
  public var variation = CrystalVariation()
  /// The ranges of the parameters of two-beam bands.
  public var bands = TwoBeamParameterRanges()
  /// The cache of master patterns.
  public var cache: MasterPatternCache
  /// The preference for small cells: a structure's weight is the volume of its primitive cell to the power of minus
  /// this.
  ///
  /// With 1, each factor of two in volume is equally frequent. Metals and semiconductors, the most common specimens,
  /// have the smallest cells and are few among the known structures.
  public var smallCellExponent: Float = 0
  /// The random seed of virtual crystals.
  public var seed = 1

  /// Creates the settings.
  public init(cache: MasterPatternCache) { self.cache = cache }

  /// The crystals of a structure with a master pattern: the structure and its virtual crystals.
  ///
  /// - Throws: `CrystalError` if the structure cannot be a prototype.
  public func dynamicalCrystals(of specimen: LabeledStructure) throws(CrystalError) -> [LabeledStructure] {
    [specimen] + (virtualMasters > 0 ? try specimen.virtualCrystals(virtualMasters, seed: seed) : [])
  }

  /// A crystal by dynamical theory; its master pattern is read from the cache or simulated.
  ///
  /// - Throws: `DiffractionError.invalidSetting` if the cell is too large.
  public func dynamical(_ specimen: LabeledStructure, pool: WorkerPool) throws(DiffractionError) -> SimulatedCrystal {
    let simulator = MasterPatternSimulator(
      acceleratingVoltage: acceleratingVoltage,
      size: masterSize,
      minimumSpacing: minimumSpacing ?? specimen.finestSpacing
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

  /// A sampler of virtual crystals of a structure by two-beam theory.
  ///
  /// - Throws: `CrystalError` if the structure cannot be a prototype, `DiffractionError` if its cell is too large.
  public func twoBeam(_ specimen: LabeledStructure, label: Int) throws -> CrystalSampler {
    try KikuchiBands.validate(specimen.symmetry.primitive.cell, minimumSpacing: specimen.finestSpacing)
    return try CrystalSampler(
      virtualCrystalsOf: CrystalPrototype(specimen.symmetry),
      label: label,
      variation: variation,
      bands: bands,
      acceleratingVoltage: twoBeamVoltage
    )
  }

  /// A queue of virtual crystals by dynamical theory, whose master patterns are simulated in training.
  ///
  /// - Parameters:
  ///   - specimens: the structures and the indices of their classes; those that cannot be prototypes are left out.
  ///   - renewed: the number of new crystals of each class in an epoch, at least 1.
  ///   - seed: the random seed.
  ///   - pool: the workers that refill the queue.
  /// - Returns: the queue; classes without a structure have no crystals in it.
  public func queue(
    of specimens: [(structure: LabeledStructure, label: Int)],
    renewed: Int,
    seed: Int,
    pool: WorkerPool
  ) -> CrystalQueue {
    var prototypes: [Int: [(prototype: CrystalPrototype, weight: Float)]] = [:]
    for (structure, label) in specimens {
      guard let prototype = try? CrystalPrototype(structure.symmetry) else { continue }
      prototypes[label, default: []].append((prototype, weight(of: structure)))
    }
    // Crystals that come once need not be kept.
    var own = self
    own.cache = MasterPatternCache(folder: nil)
    return CrystalQueue(of: prototypes.keys.sorted(), renewed: renewed, pool: pool) { [own, prototypes] label, number in
      guard let prototypes = prototypes[label] else { return nil }
      var generator = KeyedGenerator(seed, label, number, Self.queueKey)
      for _ in 0..<Self.attempts {
        let prototype = prototypes[generator.index(weighted: prototypes.map(\.weight))].prototype
        guard let (crystal, symmetry) = prototype.virtualCrystal(own.variation, using: &generator) else { continue }
        let specimen = LabeledStructure(crystal, symmetry: symmetry, name: crystal.name)
        if let crystal = try? own.dynamical(specimen, pool: WorkerPool(threads: 1)) { return crystal }
      }
      return nil
    }
  }

  /// The number of draws for a crystal of a queue.
  private static let attempts = 8
  // A stream of its own.
  private static let queueKey = 21

  private func weight(of specimen: LabeledStructure) -> Float {
    pow(Float(specimen.symmetry.primitive.cell.volume), -smallCellExponent)
  }

  /// The sampler of all crystals of a structure.
  ///
  /// - Parameters:
  ///   - dynamical: the crystals of the structure with a master pattern; may be empty.
  ///   - twoBeam: the sampler of its virtual crystals by two-beam theory; nil for none.
  ///   - specimen: the structure.
  ///   - label: the index of the class.
  /// - Returns: the sampler; nil if there are no crystals of either kind.
  public func mixture(
    dynamical: [SimulatedCrystal],
    twoBeam: CrystalSampler?,
    of specimen: LabeledStructure,
    label: Int
  ) -> CrystalSampler? {
    let share = dynamical.isEmpty ? 1 : twoBeamShare
    var samplers = dynamical.map { crystal in
      var sampler = CrystalSampler(crystal, label: label)
      sampler.weight = (1 - share) / Float(dynamical.count)
      return sampler
    }
    if var twoBeam, share > 0 {
      twoBeam.weight = share
      samplers.append(twoBeam)
    }
    guard !samplers.isEmpty else { return nil }
    var mixture = CrystalSampler(mixing: samplers)
    mixture.weight = weight(of: specimen)
    return mixture
  }
}
