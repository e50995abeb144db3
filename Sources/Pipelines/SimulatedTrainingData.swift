import Diffraction
import Files
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import SymmetryClassification
import Workers

/// The simulated patterns of a training and the objective that is trained on them.
package struct SimulatedTrainingData {
  /// The range of the high pass of local contrast normalisation in pixels.
  package static let highPass: ClosedRange<Float> = 1.2...6

  /// New patterns in each epoch.
  let training: SimulatedDataset
  /// The validation patterns, the same ones always.
  let validation: ArrayDataset
  /// The index in the collection of the structure of each validation pattern.
  private let validationStructures: [Int]
  private let configuration: SimulatedTrainingConfiguration
  private let collection: StructureCollection
  private let start: SimulatedTrainingStart
  private let ranges: (training: EBSDParameterRanges, validation: EBSDParameterRanges)
  private let preprocessing: Preprocessing

  /// The name of the classes in a run's identity.
  static let classesKey = "classes"
  /// The name of the validation patterns in a run's identity.
  static let validationKey = "validation patterns"
  /// Rows and columns of validation patterns before preprocessing, as cameras commonly record them.
  private static let validationSize = 128
  // Keeps the validation patterns apart from all training patterns.
  private static let validationSeed = -1

  init(
    _ configuration: SimulatedTrainingConfiguration,
    _ collection: StructureCollection,
    _ start: SimulatedTrainingStart,
    pool: WorkerPool,
    observer: any PipelineObserver
  ) throws {
    func read(_ file: String?) throws -> EBSDParameterRanges? {
      try file.map { try JSONFile.read($0) }
    }
    let ranges = (
      training: try read(configuration.conditions) ?? .wide,
      validation: try read(configuration.validationConditions) ?? EBSDParameterRanges()
    )
    let preprocessing = start.preprocessing
    let crystals = try SimulatedCrystals(collection, configuration, pool: pool, observer: observer)
    // An earlier model may have been trained on the patterns that the seed alone draws.
    let seed = configuration.seed + start.earlierPatterns
    training = try SimulatedDataset(
      samplers: crystals.training,
      queue: collection.freshCrystals(configuration, seed: seed),
      queueShare: configuration.freshShare,
      count: configuration.patternsPerEpoch,
      patternsPerCrystal: configuration.patternsPerCrystal,
      ranges: ranges.training,
      preprocessing: preprocessing,
      renderScale: 0.65...1.5,
      highPass: Self.highPass,
      map: start.map,
      seed: seed
    )
    let count = configuration.validationPatterns
    let inputs = pool.map(crystals.validation.count * count) { number in
      let (index, crystal) = crystals.validation[number / count]
      let series = PatternSeries(
        of: collection.structures[index],
        ranges: .ebsd(ranges.validation),
        size: Self.validationSize,
        seed: Self.validationSeed
      )
      return preprocessing(series.image(of: number % count, by: .ebsd(crystal.simulator), bitDepth: .eight))
    }
    let structures = crystals.validation.flatMap { [Int](repeating: $0.index, count: count) }
    validation = ArrayDataset(
      shape: Shape(channels: 1, height: preprocessing.size, width: preprocessing.size),
      inputs: inputs,
      labels: structures.map { collection.labels[$0] }
    )
    validationStructures = structures
    (self.configuration, self.collection, self.start) = (configuration, collection, start)
    (self.ranges, self.preprocessing) = (ranges, preprocessing)
  }

  /// The options and data that determine the result.
  var identity: RunIdentity {
    let all = zip(collection.structures, collection.isHeldOut).map { "\($0.key) \($1)" }
    let held = collection.validation.map { "\(collection.structures[$0].key)" }
    func hash(_ text: String) -> String { FNV1a.digits(of: text.utf8) }
    return RunIdentity(
      configuration,
      content: [
        "structures": hash(all.joined(separator: "\n")), Self.classesKey: collection.classes.joined(separator: " "),
        "parameter ranges": hash("\(ranges.training)"),
        Self.validationKey: hash("\(held) \(configuration.validationPatterns) \(ranges.validation) \(preprocessing)"),
        "start": start.hash ?? "random parameters",
      ]
    )
  }

  /// The trainer of classes and maps.
  var trainer: Trainer<MultiTaskLoss> {
    let options = configuration.classifierOptions
    return Trainer(
      options: options.training,
      loss: MultiTaskLoss(
        classes: collection.classes.count,
        classification: SoftmaxCrossEntropy(labelSmoothing: options.labelSmoothing),
        mapWeight: configuration.mapWeight
      ),
      optimizer: AdamW(weightDecay: options.weightDecay)
    )
  }

  /// A classifier of a model of the training, without the head that only training needs.
  func classifier(_ model: Model, _ record: EpochRecord?) -> Classifier {
    var options = configuration.classifierOptions
    options.training.threads = nil
    return Classifier(
      model: model.droppingAuxiliaryHead ?? model,
      classes: collection.classes,
      preprocessing: preprocessing,
      training: TrainingSummary(
        version: Version.current,
        date: Date().formatted(.iso8601),
        trainingPatterns: start.earlierPatterns + (record?.epoch ?? 0) * training.count,
        validationPatterns: validation.count,
        splitBySpecimen: collection.isValidationUnseen,
        epoch: record?.epoch ?? 0,
        validationAccuracy: record?.validationAccuracy,
        options: options
      )
    )
  }

  /// The classifier calibrated on the validation patterns by the processes; the classes are equally frequent in
  /// training, so that their priors are equal.
  func calibrated(_ classifier: Classifier, _ processes: any ProcessGroup) throws -> Classifier {
    try classifier.calibrated(
      on: validation,
      labels: validationStructures.map { collection.labels[$0] },
      specimens: validationStructures,
      training: training,
      variesPatterns: false,
      threads: configuration.threads,
      processes: processes
    )
  }

  /// The evaluation on the validation patterns, which the processes share.
  func evaluation(of classifier: Classifier, _ processes: any ProcessGroup) throws -> Evaluation {
    let predictions = try classifier.predictor(threads: configuration.threads)
      .predict(inputsOf: validation, processes: processes)
    return try Evaluation(
      classes: classifier.classes,
      predictions: predictions.enumerated().map { number, prediction in
        let structure = collection.structures[validationStructures[number]]
        return PatternPrediction(
          file: "\(structure.name) \(number % configuration.validationPatterns)",
          specimen: structure.name,
          trueClass: collection.labels[validationStructures[number]],
          probabilities: prediction.probabilities
        )
      },
      fusion: classifier.fusion,
      seed: configuration.seed
    )
  }

  /// A description of the validation patterns.
  func validationDescription(choosesEpoch: Bool) -> String {
    (collection.isValidationUnseen
      ? "\(validation.count) patterns of \(collection.validation.count) held-out structures"
      : "\(validation.count) new patterns of the training structures") + ", which were also used for "
      + (choosesEpoch ? "model selection and calibration" : "calibration")
  }

  /// The card of a classifier of the training.
  func card(of classifier: Classifier, _ evaluation: Evaluation, validation description: String) -> ModelCard {
    var structures = [Int](repeating: 0, count: collection.classes.count)
    for (label, isHeldOut) in zip(collection.labels, collection.isHeldOut) where !isHeldOut { structures[label] += 1 }
    let present = max(1, structures.count { $0 > 0 })
    return ModelCard(
      patterns:
        "\(classifier.training.trainingPatterns) simulated patterns of structures and of virtual crystals of them, "
        + "none seen twice, \(preprocessing.size) pixels wide",
      trainingPatterns: structures.map { $0 > 0 ? classifier.training.trainingPatterns / present : 0 },
      trainingSpecimens: structures,
      heldOutData: description,
      evaluation: evaluation
    )
  }
}
