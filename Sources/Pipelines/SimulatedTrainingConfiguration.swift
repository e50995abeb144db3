import Crystallography
import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// All options of a training on simulated patterns, each with its default: the file `config.json` of a run.
///
/// The keys are the options of `ednet train-simulated` without their dashes.
public struct SimulatedTrainingConfiguration: RunConfiguration {
  /// The CIF files, and folders of them.
  public var structures: [String] = []
  /// The folder of the run.
  public var output = "run"
  /// A model to start from, of the same classes and network: a file, or the folder of a run; nil for random parameters.
  public var start: String?
  /// The network.
  public var architecture = Architecture.residual
  /// The width and height of the network's input in pixels.
  public var size = 96
  /// True if hot and dead pixels stay as they are.
  public var keepOutliers = false

  /// The number of epochs.
  public var epochs = 100
  /// The number of patterns in an epoch, all of them new.
  public var patternsPerEpoch = 20_000
  /// The number of patterns in a batch.
  public var batchSize = 64
  /// The greatest learning rate.
  public var learningRate: Float = 0.002
  /// The share of the epochs, at the end, over which the learning rate falls to 0.
  public var decay: Float = 0.2
  /// The weight decay.
  public var weightDecay: Float = 0.01
  /// The share of each label that is spread over all classes.
  public var labelSmoothing: Float = 0.02
  /// The decay of the running mean of the parameters; 0 for none.
  public var averaging: Float = 0.998
  /// The weight of the maps of symmetry elements in the loss; 0 for no maps.
  public var mapWeight: Float = 4
  /// The random seed.
  public var seed = 1

  /// The classes.
  public var label = SymmetryLevel.bravaisLattice
  /// The share of structures that are held out; 0 to validate on new patterns of the training structures.
  public var holdOut = 0.1
  /// A text file of the names of structures to leave out, one per line.
  public var exclude: String?
  /// The greatest number of training structures; nil for all.
  public var limit: Int?
  /// The largest primitive cell of a training structure in Å³; nil for any.
  public var largestCell: Double?
  /// The exponent p of the frequency V^(−p) of a structure with a primitive cell of volume V.
  public var smallCells: Float = 0
  /// The share of crystals by two-beam theory.
  public var twoBeamShare: Float = 0.5
  /// The number of virtual crystals of each structure with a dynamical master pattern.
  public var virtualMasters = 0
  /// The number of new virtual crystals of each class in an epoch whose dynamical master patterns are simulated while
  /// the network learns.
  public var freshMasters = 0
  /// The largest primitive cell of virtual crystals in dynamical theory in Å³; nil for any.
  public var largestVirtual: Double?
  /// The distance of two-beam virtual crystals from their structures.
  public var variation = Variation.near
  /// The largest primitive cell in Å³ that is simulated dynamically in training.
  public var largestDynamical = 150.0
  /// The spacing of the finest planes of master patterns in Å; nil to choose it by the cell.
  public var minimumSpacing: Double?
  /// The number of rows of each hemisphere of a master pattern, odd.
  public var masterSize = 201
  /// The number of patterns of the same crystal in an epoch.
  public var patternsPerCrystal = 24
  /// The number of validation patterns of each held-out structure.
  public var validationPatterns = 20
  /// A JSON file of parameter ranges of the training patterns; nil for wide ones.
  public var conditions: String?
  /// A JSON file of parameter ranges of the validation patterns; nil for the usual ones.
  public var validationConditions: String?
  /// The folder of master patterns.
  public var cache = MasterPatternCache.usualFolder
  /// The number of threads; nil for one per processor.
  public var threads: Int?

  /// The distances of virtual crystals from their structures.
  public enum Variation: String, Codable, Sendable, CaseIterable {
    /// Cell, elements and free coordinates vary.
    case near
    /// The space group alone stays, and half of the crystals have atoms of their own.
    case free

    var values: CrystalVariation { self == .near ? CrystalVariation() : .free }
  }

  /// The keys of the file.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case structures, output, start, architecture, size, epochs
    case keepOutliers = "keep-outliers"
    case patternsPerEpoch = "patterns-per-epoch"
    case batchSize = "batch-size"
    case learningRate = "learning-rate"
    case decay
    case weightDecay = "weight-decay"
    case labelSmoothing = "label-smoothing"
    case averaging
    case mapWeight = "map-weight"
    case seed, label
    case holdOut = "hold-out"
    case exclude, limit
    case largestCell = "largest-cell"
    case smallCells = "small-cells"
    case twoBeamShare = "two-beam-share"
    case virtualMasters = "virtual-masters"
    case freshMasters = "fresh-masters"
    case largestVirtual = "largest-virtual"
    case variation
    case largestDynamical = "largest-dynamical"
    case minimumSpacing = "minimum-spacing"
    case masterSize = "master-size"
    case patternsPerCrystal = "patterns-per-crystal"
    case validationPatterns = "validation-patterns"
    case conditions
    case validationConditions = "validation-conditions"
    case cache, threads
  }

  /// Options that may change when a run is resumed without a warning.
  public static let resumable: Set<String> = [
    "structures", "output", "epochs", "cache", "threads", "exclude", "conditions", "validation-conditions",
  ]

  /// The defaults.
  public init() {}

  /// The options of the classifier's training.
  var classifierOptions: ClassifierOptions {
    ClassifierOptions(
      training: TrainingOptions(
        epochs: epochs,
        batchSize: batchSize,
        learningRate: learningRate,
        schedule: .warmUpStableDecay(warmUp: 0.2, decay: decay),
        clipNorm: ClassifierOptions.defaultTraining.clipNorm,
        averaging: averaging > 0 ? averaging : nil,
        seed: seed,
        threads: threads
      ),
      optimizer: .adamW,
      weightDecay: weightDecay,
      labelSmoothing: labelSmoothing,
      augmentation: nil
    )
  }

  /// The source of crystals; virtual crystals do not depend on the seed of the training.
  var sources: StructureSources {
    var sources = StructureSources(cache: MasterPatternCache(folder: cache))
    sources.virtualMasters = virtualMasters
    sources.masterSize = masterSize
    sources.minimumSpacing = minimumSpacing
    sources.twoBeamShare = twoBeamShare
    sources.variation = variation.values
    sources.smallCellExponent = smallCells
    return sources
  }

  /// The share of crystals of ``freshMasters``: one half of those by dynamical theory.
  var freshShare: Float { freshMasters > 0 ? (1 - twoBeamShare) / 2 : 0 }

  /// Checks all options.
  ///
  /// - Throws: `PipelineError`.
  public func validate() throws(PipelineError) {
    func check(_ condition: Bool, _ sentence: String) throws(PipelineError) {
      if !condition { throw PipelineError(sentence) }
    }
    try check((1...10_000_000).contains(patternsPerEpoch), "--patterns-per-epoch must be 1 to 10000000")
    try check(mapWeight >= 0 && mapWeight.isFinite, "--map-weight cannot be negative")
    try check(
      Preprocessing.sizes.contains(size),
      "--size must be \(Preprocessing.sizes.lowerBound) to \(Preprocessing.sizes.upperBound)"
    )
    try check((0..<1).contains(holdOut), "--hold-out must be 0 or more, and less than 1")
    try check(limit ?? 1 >= 1, "--limit must be at least 1")
    try check(largestCell ?? 1 > 0, "--largest-cell must be above 0")
    try check((0...4).contains(smallCells), "--small-cells must be 0 to 4")
    try check(largestVirtual ?? 1 > 0, "--largest-virtual must be above 0")
    try check((0...1).contains(twoBeamShare), "--two-beam-share must be 0 to 1")
    try check(largestDynamical >= 0, "--largest-dynamical cannot be negative")
    try check((0...1000).contains(virtualMasters), "--virtual-masters must be 0 to 1000")
    try check((0...1000).contains(freshMasters), "--fresh-masters must be 0 to 1000")
    try check(freshMasters == 0 || twoBeamShare < 1, "--fresh-masters needs a --two-beam-share below 1")
    if let minimumSpacing { try check((0.3...5).contains(minimumSpacing), "--minimum-spacing must be 0.3 to 5 Å") }
    try check(
      (21...MasterPattern.largestSize).contains(masterSize) && masterSize % 2 == 1,
      "--master-size must be an odd number from 21 to \(MasterPattern.largestSize)"
    )
    try check((1...10_000).contains(patternsPerCrystal), "--patterns-per-crystal must be 1 to 10000")
    try check((1...10_000).contains(validationPatterns), "--validation-patterns must be 1 to 10000")
    try check(!cache.isEmpty, "the name of the cache's folder is empty")
    try check((0..<1).contains(averaging), "--averaging must be 0 or more, and less than 1")
    do { try classifierOptions.validate() } catch { throw PipelineError("\(error)") }
  }
}
