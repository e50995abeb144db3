import Foundation
import Imaging
import NeuralNetworks

/// Patterns with their classes, as a training takes them.
public struct LabeledPatterns: Sendable {
  /// The patterns, brought to size by the preprocessing.
  public var images: [CompactImage]
  /// The class of each, as a place in the list of class names.
  public var labels: [Int]
  /// The specimen of each: the same number for patterns of one crystal; empty where each is its own.
  public var specimens: [Int]

  /// Creates a set.
  public init(images: [CompactImage] = [], labels: [Int] = [], specimens: [Int] = []) {
    self.images = images
    self.labels = labels
    self.specimens = specimens
  }
}

extension Classifier {
  /// Trains a classifier.
  ///
  /// - Parameters:
  ///   - network: from one channel of the preprocessing's size to one logit a class.
  ///   - classes: the class names.
  ///   - training: what to learn from.
  ///   - validation: what chooses the best epoch; may be empty.
  ///   - splitBySpecimen: whether the two share no specimen, which the model's summary keeps.
  ///   - preprocessing: how an image becomes the network's input.
  ///   - options: how to train.
  ///   - state: where a former training of the same patterns and options stopped.
  ///   - progress: told of each batch and epoch; a return of false ends the training in order.
  ///   - keepingBest: handed the classifier of each epoch that is the best so far, to keep it safe; its
  ///     probabilities are not calibrated yet.
  /// - Returns: the classifier of the best epoch, calibrated on the validation patterns, and what each epoch
  ///   brought.
  /// - Throws: `TrainingError`.
  public static func train(
    _ network: Network,
    classes: [String],
    on training: LabeledPatterns,
    validation: LabeledPatterns,
    splitBySpecimen: Bool,
    preprocessing: Preprocessing,
    options: ClassifierOptions,
    resuming state: TrainingState? = nil,
    progress: (TrainingEvent) -> Bool = { _ in true },
    keepingBest: (Classifier) -> Void = { _ in }
  ) throws(TrainingError) -> (classifier: Classifier, result: TrainingResult) {
    precondition(network.output.count == classes.count, "one output a class is needed")
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
    let trainer = Trainer(
      options: options.training,
      loss: SoftmaxCrossEntropy(
        labelSmoothing: options.labelSmoothing,
        classWeights: options.balancesClasses
          ? balancedWeights(labels: training.labels, classes: classes.count) : nil
      ),
      optimizer: options.freshOptimizer
    )
    // Threads change nothing of what comes out, so that they are not part of how it came about.
    var kept = options
    kept.training.threads = nil
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
          options: kept
        )
      )
    }
    let result = try trainer.train(
      Model(network, seed: options.training.seed),
      on: dataset(training, augmentation: options.augmentation),
      validation: validation.images.isEmpty ? nil : dataset(validation, augmentation: nil),
      resuming: state
    ) { event in
      if case .best(let model, let record) = event { keepingBest(classifier(model, record)) }
      return progress(event)
    }
    let best = result.history.first { $0.epoch == result.bestEpoch }
    return (
      classifier(result.best, best).calibrated(
        on: validation,
        training: training,
        prior: priors(labels: training.labels, classes: classes.count, options: options),
        threads: options.training.threads
      ), result
    )
  }

  /// The probability that the network learnt to give a class before it sees anything.
  ///
  /// Laplace's rule, (n[c] + 1) / (n + k), so that a class without patterns is not impossible; equal where the
  /// loss balances classes.
  ///
  /// - Parameters:
  ///   - labels: the class of each pattern that it learnt from.
  ///   - classes: the number of classes.
  ///   - options: how it was trained.
  /// - Returns: one probability a class; nil for equal ones.
  public static func priors(
    labels: [Int],
    classes: Int,
    options: ClassifierOptions
  ) -> [Double]? {
    guard !options.balancesClasses else { return nil }
    var counts = [Double](repeating: 1, count: classes)
    for label in labels { counts[label] += 1 }
    let sum = counts.reduce(0, +)
    return counts.map { $0 / sum }
  }

  /// Weights by which every class counts the same: n / (k · n[c]) for n patterns of k classes.
  static func balancedWeights(labels: [Int], classes: Int) -> [Float] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels { counts[label] += 1 }
    let present = counts.count { $0 > 0 }
    return counts.map { $0 > 0 ? Float(labels.count) / Float(present * $0) : 0 }
  }
}
