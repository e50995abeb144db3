import Foundation
import Imaging
import NeuralNetworks
import Testing

@testable import SymmetryClassification

@Suite struct ClassifierTrainingTests {
  private func options(epochs: Int = 6, threads: Int? = nil) -> ClassifierOptions {
    ClassifierOptions(
      training: TrainingOptions(
        epochs: epochs,
        batchSize: 16,
        learningRate: 3e-3,
        threads: threads
      ),
      augmentation: nil
    )
  }

  private func train(
    _ training: LabeledPatterns,
    validation: LabeledPatterns = LabeledPatterns(),
    options: ClassifierOptions,
    progress: (TrainingEvent) -> Bool = { _ in true }
  ) throws -> (classifier: Classifier, result: TrainingResult) {
    let network = try Network(input: Shape(channels: 1, height: 16, width: 16)) {
      Conv2D(filters: 8, kernel: 5, stride: 2, activation: .relu)
      GlobalAveragePool2D()
      Dense(units: 2)
    }
    return try Classifier.train(
      network,
      classes: ["horizontal", "vertical"],
      on: training,
      validation: validation,
      splitBySpecimen: false,
      preprocessing: SmallClassifier.preprocessing,
      options: options,
      progress: progress
    )
  }

  @Test func stripesAreLearnt() throws {
    let (classifier, result) = try train(
      SmallClassifier.stripes(128),
      validation: SmallClassifier.stripes(40, from: 1000),
      options: options(epochs: 10)
    )
    let unseen = SmallClassifier.stripes(100, from: 5000)
    let answers = try classifier.probabilities(for: unseen.images)
    let right = zip(answers, unseen.labels).count { ($0[1] > $0[0] ? 1 : 0) == $1 }
    #expect(right > 95)
    #expect(answers.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
    #expect(result.ending == .completed && result.history.count == 10)
    let best = try #require(
      result.history.min { ($0.validationLoss ?? 9) < ($1.validationLoss ?? 9) }
    )
    #expect(classifier.training.epoch == best.epoch && result.bestEpoch == best.epoch)
    #expect(classifier.training.validationAccuracy == best.validationAccuracy)
    #expect(classifier.training.trainingPatterns == 128)
    #expect(classifier.training.validationPatterns == 40)
    #expect(classifier.training.version == Version.current)
    #expect(!classifier.training.splitBySpecimen)
  }

  @Test func threadsDoNotMatter() throws {
    let patterns = SmallClassifier.stripes(36)
    let models = try [1, 2, 3].map {
      try train(patterns, options: options(epochs: 2, threads: $0)).classifier.model.parameters
    }
    #expect(models[0] == models[1] && models[0] == models[2])
  }

  @Test func seedsMatter() throws {
    let patterns = SmallClassifier.stripes(16)
    var other = options(epochs: 1)
    other.training.seed = 2
    let first = try train(patterns, options: options(epochs: 1)).classifier.model.parameters
    #expect(try train(patterns, options: other).classifier.model.parameters != first)
  }

  @Test func interruptionKeepsTheBestSoFar() throws {
    var batches = 0
    let (classifier, result) = try train(
      SmallClassifier.stripes(64),
      validation: SmallClassifier.stripes(8, from: 900),
      options: options(epochs: 1000)
    ) {
      if case .batch = $0 { batches += 1 }
      return batches < 7
    }
    #expect(result.ending == .interrupted)
    #expect(batches == 7)
    #expect(result.history.count == 2)  // four batches, and three of the second epoch
    #expect((1...2).contains(classifier.training.epoch))
    #expect(result.history.allSatisfy { $0.validationLoss != nil })
  }

  @Test func weightsBalanceClasses() {
    #expect(Classifier.balancedWeights(labels: [0, 0, 0, 1], classes: 2) == [4 / 6, 2])
    // A class without patterns has no part in it.
    #expect(Classifier.balancedWeights(labels: [0, 2, 2, 2], classes: 3) == [2, 0, 4 / 6])
    let labels = (0..<90).map { $0 % 9 == 0 ? 1 : 0 }
    let weights = Classifier.balancedWeights(labels: labels, classes: 2)
    let sums = [0, 1].map { label in
      labels.filter { $0 == label }.reduce(Float(0)) { sum, _ in sum + weights[label] }
    }
    #expect(abs(sums[0] - sums[1]) < 1e-3 && abs(sums[0] + sums[1] - 90) < 1e-3)
  }

  @Test func balancingMovesTheAnswersTowardsTheRareClass() throws {
    // Noise of which nothing can be learnt but how frequent the classes are.
    var patterns = LabeledPatterns()
    for index in 0..<60 {
      patterns.images.append(SmallClassifier.stripes(1, from: 2 * index).images[0])
      patterns.labels.append(index % 6 == 0 ? 1 : 0)
    }
    var mean: [Float] = []
    for balances in [false, true] {
      var options = options(epochs: 8)
      options.training.learningRate = 0.02
      options.balancesClasses = balances
      let answers = try train(patterns, options: options).classifier
        .probabilities(for: patterns.images)
      mean.append(answers.reduce(0) { $0 + $1[1] } / 60)
    }
    #expect(mean[0] < 0.35 && mean[1] > mean[0] + 0.1, "\(mean)")
  }

  @Test func senselessOptionsAreRefused() throws {
    let patterns = SmallClassifier.stripes(4)
    var cases: [ClassifierOptions] = []
    func add(_ change: (inout ClassifierOptions) -> Void) {
      var changed = options()
      change(&changed)
      cases.append(changed)
    }
    add { $0.training.epochs = 0 }
    add { $0.training.batchSize = 0 }
    add { $0.training.learningRate = .nan }
    add { $0.training.learningRate = 0 }
    add { $0.training.threads = 0 }
    add { $0.labelSmoothing = 1 }
    add { $0.labelSmoothing = .nan }
    add { $0.weightDecay = -0.1 }
    add { $0.weightDecay = .infinity }
    for options in cases {
      #expect(throws: TrainingError.self) { try options.validate() }
      #expect(throws: TrainingError.self) { try train(patterns, options: options) }
    }
    try options().validate()
  }

  @Test func noPatternsAreRefused() {
    #expect(throws: TrainingError.self) { try train(LabeledPatterns(), options: options()) }
  }

  @Test func absurdBatchesAreOneBatch() throws {
    var options = options(epochs: 1)
    options.training.batchSize = .max
    let (_, result) = try train(SmallClassifier.stripes(6), options: options)
    #expect(result.history.count == 1)
  }
}
