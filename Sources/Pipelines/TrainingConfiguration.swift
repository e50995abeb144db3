import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// All options of a training on a folder of patterns, each with its default: the file `config.json` of a run.
///
/// The keys are the options of `ednet train` without their dashes. An option that is missing from a file has its
/// default.
public struct TrainingConfiguration: RunConfiguration {
  /// The folder of patterns.
  public var patterns = ""
  /// The folder of the run.
  public var output = "run"
  /// A model to start from: a file, or the folder of a run; nil for random parameters.
  public var start: String?
  /// The network: the name of an `Architecture`, or a JSON file.
  public var architecture = Architecture.plain.rawValue

  /// The greatest number of epochs.
  public var epochs = ClassifierOptions.defaultTraining.epochs
  /// The number of patterns in a batch.
  public var batchSize = ClassifierOptions.defaultTraining.batchSize
  /// The greatest learning rate.
  public var learningRate = ClassifierOptions.defaultTraining.learningRate
  /// The change of the learning rate over the epochs.
  public var schedule = Schedule.cosine
  /// The optimizer.
  public var optimizer = ClassifierOptions().optimizer
  /// The weight decay.
  public var weightDecay = ClassifierOptions().weightDecay
  /// The share of each label that is spread over all classes.
  public var labelSmoothing = ClassifierOptions().labelSmoothing
  /// The greatest norm of the gradient; 0 for no limit.
  public var clipNorm = ClassifierOptions.defaultTraining.clipNorm ?? 0
  /// The weights of the classes in the loss.
  public var classWeights = ClassWeights.none
  /// The number of epochs without a lower validation loss after which a training stops; 0 for no limit.
  public var patience = ClassifierOptions.defaultTraining.patience ?? 0
  /// The random seed.
  public var seed = ClassifierOptions.defaultTraining.seed

  /// The width and height of the network's input in pixels.
  public var size = Preprocessing().size
  /// The static background by which patterns are divided: an image file, or mean for the mean of the patterns; nil
  /// for none.
  public var staticBackground: String?
  /// The removal of the background.
  public var background = Background.divide
  /// True if images that are not square are cropped instead of padded.
  public var crop = false
  /// True if dark areas outside the screen are filled.
  public var fillShadows = false
  /// True if only the inscribed disc is used.
  public var circularMask = false
  /// True if hot and dead pixels stay as they are.
  public var keepOutliers = false
  /// Two percentiles at which intensities are clipped, or none.
  public var percentiles: [Float] = []
  /// The random variation of training patterns: ebsd, spots, none, or a JSON file.
  public var augment = "ebsd"
  /// True if training patterns are also mirrored.
  public var mirror = true

  /// The number of networks whose probabilities are averaged.
  public var ensemble = 1
  /// The number of initialisations of each network, of which the best is kept.
  public var restarts = 1
  /// The share of specimens in the validation set.
  public var validation = 0.2
  /// The share of specimens in the test set.
  public var test = 0.0
  /// True if figures are written.
  public var figures = false
  /// The folder of events for TensorBoard; nil for none.
  public var tensorboard: String?
  /// True if unreadable files are skipped.
  public var skipBad = false
  /// True if the same image may be in two parts of the split or in two classes.
  public var allowDuplicates = false
  /// The number of threads; nil for one per processor.
  public var threads: Int?

  /// The schedules of the learning rate.
  public enum Schedule: String, Codable, Sendable, CaseIterable {
    /// The learning rate stays.
    case constant
    /// A tenth after each third of the epochs.
    case step
    /// A warm-up of one epoch, then half a cosine down to a hundredth.
    case cosine
    /// 0.3 times after every four epochs without a lower validation loss.
    case plateau
  }

  /// The weights of classes.
  public enum ClassWeights: String, Codable, Sendable, CaseIterable {
    /// Every pattern has the same weight.
    case none
    /// Every class has the same weight.
    case balanced
  }

  /// The removals of the background.
  public enum Background: String, Codable, Sendable, CaseIterable {
    /// Division by, or subtraction of, a wide Gaussian mean.
    case divide, subtract
    /// Local contrast normalisation, which includes the division.
    case localContrast = "local-contrast"
    /// The background stays.
    case none
  }

  /// The keys of the file.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case patterns, output, start, architecture, epochs
    case batchSize = "batch-size"
    case learningRate = "learning-rate"
    case schedule, optimizer
    case weightDecay = "weight-decay"
    case labelSmoothing = "label-smoothing"
    case clipNorm = "clip-norm"
    case classWeights = "class-weights"
    case patience, seed, size, background, crop
    case staticBackground = "static-background"
    case fillShadows = "fill-shadows"
    case circularMask = "circular-mask"
    case keepOutliers = "keep-outliers"
    case percentiles, augment, mirror, ensemble, restarts, validation, test, figures, tensorboard
    case skipBad = "skip-bad"
    case allowDuplicates = "allow-duplicates"
    case threads
  }

  /// Options that may change when a run is resumed, since they do not change the epochs that are done.
  public static let resumable: Set<String> = [
    "patterns", "output", "epochs", "patience", "figures", "tensorboard", "skip-bad", "allow-duplicates", "threads",
  ]

  /// The network and the augmentation, which a file or a name may give.
  public static let content = ["architecture": "network", "augment": "augmentation", "mirror": "augmentation"]

  /// The defaults.
  public init() {}

  /// The defaults for a folder of patterns.
  public init(patterns: String) { self.patterns = patterns }
}

extension TrainingConfiguration {
  /// The preprocessing.
  ///
  /// - Throws: `ImagingError.invalidSetting`.
  public func preprocessing() throws -> Preprocessing {
    let removal: BackgroundRemoval =
      switch background {
      case .divide: .divide(sigma: BackgroundRemoval.defaultSigma)
      case .subtract: .subtract(sigma: BackgroundRemoval.defaultSigma)
      case .none, .localContrast: .none
      }
    guard percentiles.isEmpty || percentiles.count == 2 else {
      throw PipelineError("--percentiles takes two numbers, such as 1 99")
    }
    let preprocessing = Preprocessing(
      size: size,
      fit: crop ? .crop : .pad,
      fillShadows: fillShadows,
      background: removal,
      localContrast: background == .localContrast ? LocalContrast() : nil,
      scaling: percentiles.isEmpty ? .standardize : .percentile(low: percentiles[0], high: percentiles[1]),
      circularMask: circularMask,
      replaceOutliers: !keepOutliers
    )
    try preprocessing.validate()
    return preprocessing
  }

  /// The random variation of training patterns; nil for none.
  ///
  /// - Throws: `PipelineError` if a file cannot be read.
  public func augmentation() throws -> Augmentation? {
    var augmentation: Augmentation
    switch augment {
    case "ebsd": augmentation = .ebsd
    case "spots": augmentation = .spots
    case "none": return nil
    default: augmentation = try JSONFile.read(augment, orOneOf: ["ebsd", "spots", "none"])
    }
    if !mirror { augmentation.mirrorProbability = 0 }
    return augmentation
  }

  /// The options of the classifier's training.
  ///
  /// - Throws: `TrainingError.invalidOption`, or as ``augmentation()``.
  public func classifierOptions() throws -> ClassifierOptions {
    try classifierOptions(augmentation: augmentation())
  }

  private func classifierOptions(augmentation: Augmentation?) throws -> ClassifierOptions {
    let schedule: LearningRateSchedule =
      switch schedule {
      case .constant: .constant
      case .step: .step(epochs: max(1, (epochs + 2) / 3), factor: 0.1)
      case .cosine: ClassifierOptions.defaultTraining.schedule
      case .plateau: .reduceOnPlateau(factor: 0.3, patience: 4)
      }
    let options = ClassifierOptions(
      training: TrainingOptions(
        epochs: epochs,
        batchSize: batchSize,
        learningRate: learningRate,
        schedule: schedule,
        clipNorm: clipNorm == 0 ? nil : clipNorm,
        patience: patience > 0 ? patience : nil,
        seed: seed,
        threads: threads
      ),
      optimizer: optimizer,
      weightDecay: weightDecay,
      labelSmoothing: labelSmoothing,
      balancesClasses: classWeights == .balanced,
      augmentation: augmentation
    )
    try options.validate()
    return options
  }

  /// The network for a number of classes.
  ///
  /// - Throws: `ShapeError`, or `PipelineError` if a file holds a network of other shapes.
  public func network(classes: Int) throws -> Network {
    if let known = Architecture(rawValue: architecture) { return try known.network(size: size, classes: classes) }
    let network: Network = try JSONFile.read(architecture, orOneOf: Architecture.allCases.map(\.rawValue))
    let input = Shape(channels: 1, height: size, width: size)
    guard network.input == input, network.output == Shape(features: classes) else {
      throw PipelineError(
        "\(architecture): the network maps \(network.input) to \(network.output), but \(size)-pixel patterns of "
          + "\(classes) classes need \(input) to \(Shape(features: classes))"
      )
    }
    return network
  }

  /// Checks all options that can be checked without reading a file.
  ///
  /// - Throws: `PipelineError`, or the error of the part of the library that an option is for.
  public func validate() throws {
    func check(_ condition: Bool, _ sentence: String) throws(PipelineError) {
      if !condition { throw PipelineError(sentence) }
    }
    try check((1...100).contains(ensemble), "--ensemble must be 1 to 100 networks, not \(ensemble)")
    try check((1...100).contains(restarts), "--restarts must be 1 to 100 initialisations, not \(restarts)")
    try check(seed <= Int.max - 10_000, "--seed is too large: the seeds after it would overflow")
    try check(clipNorm.isFinite, "--clip-norm must be a number; 0 sets no limit")
    try check(patience >= 0, "--patience cannot be negative")
    _ = try preprocessing()
    _ = try classifierOptions(augmentation: nil)
    try DatasetSplit.checkFractions(validation: validation, test: test)
  }
}
