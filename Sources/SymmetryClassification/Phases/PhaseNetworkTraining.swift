import Crystallography
import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import Workers

/// The training of a small network that tells phases apart on patterns of one instrument.
///
/// Its patterns are simulated, each seen once: the phases by dynamical theory and by two beams, which vary, and random
/// other crystals, which become the class "none of these". They have the geometry and the noise of the instrument.
public struct PhaseNetworkTraining: Sendable {
  /// A phase.
  public struct Phase: Sendable {
    /// The structure, with the name of the class.
    public let structure: LabeledStructure
    /// Its dynamical master pattern.
    public let masterPattern: MasterPattern

    /// Creates a phase.
    public init(_ structure: LabeledStructure, _ masterPattern: MasterPattern) {
      (self.structure, self.masterPattern) = (structure, masterPattern)
    }
  }

  /// The name of the class of crystals that are none of the phases.
  public static let noneLabel = "none of these"

  /// The usual number of training patterns.
  public static let usualPatterns = 100_000

  /// The number of training patterns.
  public var patterns = usualPatterns
  /// The number of patterns by which probabilities are calibrated.
  public var validationPatterns = 2000
  /// The greatest learning rate.
  public var learningRate: Float = 2e-3
  /// The random seed.
  public var seed = 1
  /// The number of threads; nil for one per processor.
  public var threads: Int?
  /// The processes that share the training; each trains with the same phases and gets the result.
  public var processes: any ProcessGroup = SingleProcess()

  private let phases: [Phase]
  private let voltage: Double
  private let samplers: [CrystalSampler]
  private let preprocessing: Preprocessing
  private let conditions: PhaseConditions

  /// The width and height of the network's input in pixels.
  private static let size = 64
  private static let batchSize = 64
  private static let patternsPerEpoch = 4000
  private static let patternsPerCrystal = 8
  /// The number of simulated patterns of each dose that are compared with the sample.
  private static let comparedPatterns = 32

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - phases: the phases, at least one.
  ///   - voltage: the accelerating voltage in kV.
  ///   - detectors: the detectors of the patterns that will be classified, at least one.
  ///   - sample: some of these patterns, as they were read.
  /// - Throws: `CrystalError` if a structure has no symmetry that could be found, and `DiffractionError`.
  public init(_ phases: [Phase], voltage: Double, detectors: [DetectorGeometry], sample: [GrayImage]) throws {
    (self.phases, self.voltage) = (phases, voltage)
    let preprocessing = Preprocessing(
      size: Self.size,
      fit: .crop,
      fillShadows: true,
      background: .none,
      localContrast: LocalContrast()
    )
    let samplers = try PhaseSamplers(voltage: voltage).samplers(of: phases)
    let conditions = PhaseConditions(detectors, size: Self.size)
    (self.samplers, self.preprocessing) = (samplers, preprocessing)
    self.conditions = try conditions.withNoise(of: sample, preprocessing) { dose in
      var ranges = conditions.ranges
      ranges.dose = dose...dose
      // Both are smooth, and so would take the place of electrons.
      (ranges.diffuseProbability, ranges.flatFieldProbability) = (0, 0)
      let dataset = try Self.dataset(
        samplers.filter { $0.label < phases.count },
        ranges,
        conditions.renderScale,
        preprocessing,
        count: Self.comparedPatterns,
        seed: -2
      )
      return try dataset.examples().inputs
    }
  }

  /// The number of epochs, each of new patterns.
  public var epochs: Int { max(1, patterns / Self.patternsPerEpoch) }
  private var patternsPerEpoch: Int { min(patterns, Self.patternsPerEpoch) }

  /// The ranges of the parameters of the training patterns.
  public var ranges: EBSDParameterRanges { conditions.ranges }

  /// Trains the network.
  ///
  /// - Parameters:
  ///   - start: a network whose layers but the last one the training starts from; nil for random parameters.
  ///   - state: the state in which an earlier training stopped.
  ///   - progress: called for each batch and epoch; returning false ends the training after the current batch.
  /// - Returns: a calibrated classifier of the phases and "none of these"; nil if the training was ended.
  /// - Throws: `TrainingError`, and the errors of simulation.
  public func classifier(
    from start: Model? = nil,
    resuming state: TrainingState? = nil,
    progress: (TrainingEvent) -> Bool = { _ in true }
  ) throws -> Classifier? {
    let classes = phases.map(\.structure.name) + [Self.noneLabel]
    let network = try Architecture.residual.network(size: Self.size, classes: classes.count)
    var model = Model(network, seed: seed)
    if let start { model = model.beginning(withBodyOf: start) ?? model }
    let options = ClassifierOptions(
      training: TrainingOptions(
        epochs: epochs,
        batchSize: Self.batchSize,
        learningRate: learningRate,
        schedule: .warmUpStableDecay(warmUp: 0.2, decay: 0.4),
        clipNorm: ClassifierOptions.defaultTraining.clipNorm,
        averaging: 0.99,
        seed: seed,
        threads: threads
      ),
      labelSmoothing: 0.02,
      augmentation: nil
    )
    var trainer = Trainer(
      options: options.training,
      loss: SoftmaxCrossEntropy(labelSmoothing: options.labelSmoothing),
      optimizer: AdamW(weightDecay: options.weightDecay)
    )
    trainer.processes = processes
    let training = try dataset(count: patternsPerEpoch, seed: seed)
    let result = try trainer.train(model, on: training, resuming: state, progress: progress)
    guard result.ending == .completed else { return nil }
    var recorded = options
    recorded.training.threads = nil
    let classifier = Classifier(
      model: result.last,
      classes: classes,
      preprocessing: preprocessing,
      training: TrainingSummary(
        version: Version.current,
        date: Date().formatted(.iso8601),
        trainingPatterns: epochs * patternsPerEpoch,
        validationPatterns: validationPatterns,
        splitBySpecimen: false,
        epoch: epochs,
        validationAccuracy: nil,
        options: recorded
      )
    )
    let examples = try dataset(count: validationPatterns, seed: -1).examples(threads: threads)
    let validation = ArrayDataset(shape: training.shape, inputs: examples.inputs, labels: examples.labels)
    return try classifier.calibrated(
      on: validation,
      labels: examples.labels,
      specimens: [],
      training: training,
      variesPatterns: false,
      threads: threads,
      processes: processes
    )
  }

  private func dataset(count: Int, seed: Int) throws -> SimulatedDataset {
    try Self.dataset(samplers, conditions.ranges, conditions.renderScale, preprocessing, count: count, seed: seed)
  }

  private static func dataset(
    _ samplers: [CrystalSampler],
    _ ranges: EBSDParameterRanges,
    _ renderScale: ClosedRange<Float>,
    _ preprocessing: Preprocessing,
    count: Int,
    seed: Int
  ) throws -> SimulatedDataset {
    try SimulatedDataset(
      samplers: samplers,
      count: count,
      patternsPerCrystal: patternsPerCrystal,
      ranges: ranges,
      preprocessing: preprocessing,
      renderScale: renderScale,
      seed: seed
    )
  }
}

extension SimulatedDataset {
  /// The inputs and class indices of all examples without epoch.
  fileprivate func examples(threads: Int? = nil) throws -> (inputs: [[Float]], labels: [Int]) {
    let examples = WorkerPool(threads: threads).map(count) { index in
      Result {
        var input = [Float](repeating: 0, count: shape.count)
        let target = try input.withMutableTensorView { try load(index, epoch: nil, into: $0) }
        guard case .label(let label) = target else { return (input, 0) }
        return (input, label)
      }
    }
    let loaded = try examples.map { try $0.get() }
    return (loaded.map(\.0), loaded.map(\.1))
  }
}
