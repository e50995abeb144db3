import Foundation
import Imaging
import NeuralNetworks

/// A trained network with its classes, preprocessing and calibration: all that classifying an image takes.
public struct Classifier: Sendable {
  /// The network and its parameters.
  public var model: Model { didSet { integerNetworks = nil } }
  /// The names of the classes, in the order of the network's outputs.
  public var classes: [String]
  /// The steps from an image to the network's input.
  public var preprocessing: Preprocessing
  /// The origin of the model.
  public var training: TrainingSummary
  /// The calibration of its probabilities.
  public var calibration: Calibration
  /// The detector of images that are not patterns; nil if none was fitted.
  public var outOfDistributionDetector: OutOfDistributionDetector?
  /// Further networks, whose probabilities are averaged with those of the first; nil for a single network.
  public var ensemble: Ensemble? { didSet { integerNetworks = nil } }
  /// True if the outputs are means over an image and its mirror image, which takes twice the time.
  ///
  /// The mirror image of a pattern is a pattern of the mirrored crystal, which has the same Bravais lattice and Laue
  /// class.
  public var averagesMirrorImage: Bool
  /// The output of Laue classes; nil if the model has none.
  public var laueHead: LaueHead?
  /// The output of maps of symmetry elements; nil if the model has none.
  public var symmetryMapHead: SymmetryMapHead?
  /// The scales of 8-bit answers; nil if none were measured.
  public var quantization: Quantization? { didSet { integerNetworks = nil } }
  /// The description of the model for its users, if there is one.
  public var card: ModelCard?
  /// The networks with their first convolutions in 8 bits, if the precision is `int8`.
  var integerNetworks: [Model]?

  /// Creates a classifier.
  public init(
    model: Model,
    classes: [String],
    preprocessing: Preprocessing,
    training: TrainingSummary,
    calibration: Calibration = .none,
    outOfDistributionDetector: OutOfDistributionDetector? = nil,
    ensemble: Ensemble? = nil,
    averagesMirrorImage: Bool = false,
    laueHead: LaueHead? = nil,
    symmetryMapHead: SymmetryMapHead? = nil,
    quantization: Quantization? = nil,
    card: ModelCard? = nil
  ) {
    self.model = model
    self.classes = classes
    self.preprocessing = preprocessing
    self.training = training
    self.calibration = calibration
    self.outOfDistributionDetector = outOfDistributionDetector
    self.ensemble = ensemble
    self.averagesMirrorImage = averagesMirrorImage
    self.laueHead = laueHead
    self.symmetryMapHead = symmetryMapHead
    self.quantization = quantization
    self.card = card
  }

  /// Packs the weights for classifying many images.
  ///
  /// - Parameter threads: the number of threads; nil for one per processor.
  /// - Returns: the predictor.
  public func predictor(threads: Int? = nil) -> ClassifierPredictor { ClassifierPredictor(self, threads: threads) }

  /// Classifies an image; for many images ``predictor(threads:)`` packs the weights once.
  ///
  /// - Parameter image: an image of any size, as it was read.
  /// - Returns: its prediction.
  /// - Throws: `ClassificationError.nonFiniteOutputs`.
  public func predict(_ image: GrayImage) throws(ClassificationError) -> Prediction {
    try predictor(threads: 1).predict(image)
  }

  /// Classifies images.
  ///
  /// - Parameters:
  ///   - images: images of any sizes, as they were read.
  ///   - threads: the number of threads; nil for one per processor. Predictions do not depend on it.
  /// - Returns: one prediction per image, in their order.
  /// - Throws: `ClassificationError.nonFiniteOutputs`.
  public func predict(_ images: [GrayImage], threads: Int? = nil) throws(ClassificationError) -> [Prediction] {
    try predictor(threads: threads).predict(images)
  }

  /// The rule that fuses the patterns of one crystal: the fitted one, or `Fusion.unfitted`.
  public var fusion: Fusion { calibration.fusion ?? .unfitted }
}

extension Classifier {
  /// Trains a classifier.
  ///
  /// - Parameters:
  ///   - network: a network from one channel of the preprocessing's size to one logit per class.
  ///   - classes: the class names.
  ///   - training: the training patterns.
  ///   - validation: the patterns that choose the best epoch; may be empty.
  ///   - splitBySpecimen: true if the two share no specimen; recorded in the model's summary.
  ///   - preprocessing: the steps from an image to the network's input.
  ///   - options: the settings of the training.
  ///   - start: a model of the network whose parameters the training starts from; nil for random ones.
  ///   - state: the state in which an earlier training of the same patterns and options stopped.
  ///   - processes: the processes that share the training; every one gets the result.
  ///   - progress: called for each batch and epoch; returning false ends the training after the current batch.
  ///   - keepingBest: called with the classifier of each epoch that is the best so far; its probabilities are not
  ///     calibrated.
  /// - Returns: the classifier of the best epoch, calibrated on the validation patterns, and the training history.
  /// - Throws: `TrainingError`.
  public static func train(
    _ network: Network,
    classes: [String],
    on training: LabeledPatterns,
    validation: LabeledPatterns,
    splitBySpecimen: Bool,
    preprocessing: Preprocessing,
    options: ClassifierOptions,
    from start: Model? = nil,
    resuming state: TrainingState? = nil,
    processes: any ProcessGroup = SingleProcess(),
    progress: (TrainingEvent) -> Bool = { _ in true },
    keepingBest: (Classifier) -> Void = { _ in }
  ) throws(TrainingError) -> (classifier: Classifier, result: TrainingResult) {
    precondition(network.output.count == classes.count, "the network needs one output per class")
    func dataset(_ patterns: LabeledPatterns, augmentation: Augmentation?) -> PatternDataset {
      PatternDataset(
        images: patterns.images,
        labels: patterns.labels,
        preprocessing: preprocessing,
        augmentation: augmentation,
        seed: options.training.seed
      )
    }
    try options.validate()
    var trainer = Trainer(
      options: options.training,
      loss: SoftmaxCrossEntropy(
        labelSmoothing: options.labelSmoothing,
        classWeights: options.balancesClasses ? balancedWeights(labels: training.labels, classes: classes.count) : nil
      ),
      optimizer: options.freshOptimizer
    )
    trainer.processes = processes
    // The number of threads does not affect the result.
    var recorded = options
    recorded.training.threads = nil
    func classifier(_ model: Model, _ record: EpochRecord?) -> Classifier {
      Classifier(
        model: model,
        classes: classes,
        preprocessing: preprocessing,
        training: TrainingSummary(
          version: Version.current,
          date: Date().formatted(.iso8601),
          trainingPatterns: training.images.count,
          validationPatterns: validation.images.count,
          splitBySpecimen: splitBySpecimen,
          epoch: record?.epoch ?? 0,
          validationAccuracy: record?.validationAccuracy,
          options: recorded
        )
      )
    }
    let result = try trainer.train(
      start ?? Model(network, seed: options.training.seed),
      on: dataset(training, augmentation: options.augmentation),
      validation: validation.images.isEmpty ? nil : dataset(validation, augmentation: nil),
      resuming: state
    ) { event in
      if case .best(let model, let record) = event { keepingBest(classifier(model, record)) }
      return progress(event)
    }
    let best = result.history.first { $0.epoch == result.bestEpoch }
    do {
      let calibrated = try classifier(result.best, best).calibrated(
        on: validation,
        training: training,
        prior: priors(labels: training.labels, classes: classes.count, options: options),
        threads: options.training.threads,
        processes: processes
      )
      return (calibrated, result)
    } catch { throw .unreadable(error) }
  }

  /// The prior probabilities of the classes that a training implies.
  ///
  /// Laplace's rule of succession, (n[c] + 1) / (n + k), so that a class without patterns is not impossible. If the
  /// loss balances classes, their priors are equal.
  ///
  /// - Parameters:
  ///   - labels: the class index of each training pattern.
  ///   - classes: the number of classes k.
  ///   - options: the settings of the training.
  /// - Returns: one probability per class; nil if they are equal.
  public static func priors(labels: [Int], classes: Int, options: ClassifierOptions) -> [Double]? {
    guard !options.balancesClasses else { return nil }
    var counts = [Double](repeating: 1, count: classes)
    for label in labels { counts[label] += 1 }
    let sum = counts.reduce(0, +)
    return counts.map { $0 / sum }
  }

  /// The weights that balance classes: n / (k · n[c]) for n patterns of k classes.
  static func balancedWeights(labels: [Int], classes: Int) -> [Float] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels { counts[label] += 1 }
    let present = counts.count { $0 > 0 }
    return counts.map { $0 > 0 ? Float(labels.count) / Float(present * $0) : 0 }
  }
}
