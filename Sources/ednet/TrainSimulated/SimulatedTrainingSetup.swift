import Diffraction
import Files
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import SymmetryClassification
import Workers

/// A training on simulated patterns: network, loss, what it learns from and what judges it.
struct SimulatedTrainingSetup {
  /// Fresh patterns, epoch after epoch.
  let training: SimulatedDataset
  /// The patterns that judge, the same ones always.
  let validation: ArrayDataset
  /// Of which structure each of them is, as an index into the collection.
  private let judged: [Int]
  private let start: SimulatedTrainingStart
  private let collection: StructureCollection
  private let arguments: SimulatedTrainingArguments
  private let crystals: CrystalArguments
  private let conditions: EBSDParameterRanges
  private let judgeConditions: EBSDParameterRanges
  private let preprocessing: Preprocessing

  /// Rows and columns of the patterns that judge, as cameras commonly give them.
  private static let judgedSize = 128

  /// Prepares a training.
  init(
    _ start: SimulatedTrainingStart,
    _ collection: StructureCollection,
    _ sources: SimulatedTrainingSources,
    _ arguments: SimulatedTrainingArguments,
    _ crystals: CrystalArguments,
    pool: WorkerPool
  ) throws {
    self.start = start
    self.collection = collection
    self.arguments = arguments
    self.crystals = crystals
    conditions = try Self.conditions(crystals.conditions) ?? .wide
    judgeConditions = try Self.conditions(crystals.judgeConditions) ?? EBSDParameterRanges()
    preprocessing = Preprocessing(size: arguments.size, fillShadows: true)
    training = try SimulatedDataset(
      samplers: sources.training,
      count: arguments.patternsPerEpoch,
      patternsPerCrystal: crystals.patternsPerCrystal,
      ranges: conditions,
      preprocessing: preprocessing,
      renderScale: 0.65...1.5,
      map: start.map,
      // A model to begin with may have seen what its seed draws.
      seed: arguments.seed + start.formerPatterns
    )
    (validation, judged) = Self.judges(
      sources,
      collection,
      crystals,
      judgeConditions,
      preprocessing,
      pool: pool
    )
  }

  private static func conditions(_ file: String?) throws -> EBSDParameterRanges? {
    try file.map { try JSONFile.read($0, orOneOf: ["a file of conditions"]) }
  }

  /// Patterns that do not depend on the conditions of the training.
  private static func judges(
    _ sources: SimulatedTrainingSources,
    _ collection: StructureCollection,
    _ crystals: CrystalArguments,
    _ conditions: EBSDParameterRanges,
    _ preprocessing: Preprocessing,
    pool: WorkerPool
  ) -> (ArrayDataset, [Int]) {
    let count = crystals.patternsPerJudge
    let inputs = pool.map(sources.judges.count * count) { number in
      let (index, crystal) = sources.judges[number / count]
      let specimen = collection.specimens[index]
      let series = PatternSeries(
        of: specimen,
        ranges: .ebsd(conditions),
        size: judgedSize,
        seed: judgeSeed
      )
      let image = series.image(of: number % count, by: .ebsd(crystal.simulator), bitDepth: .eight)
      return preprocessing(image)
    }
    let judged = sources.judges.flatMap { [Int](repeating: $0.index, count: count) }
    let side = preprocessing.size
    let dataset = ArrayDataset(
      shape: Shape(channels: 1, height: side, width: side),
      inputs: inputs,
      labels: judged.map { collection.labels[$0] }
    )
    return (dataset, judged)
  }

  // Keeps the patterns that judge apart from all that training draws.
  private static let judgeSeed = -1

  /// What the training is of, as its checkpoint names it.
  var content: [(name: String, value: String)] {
    let all = zip(collection.specimens, collection.isHeldOut).map { "\($0.key) \($1)" }
    let judging = collection.judges.map { "\(collection.specimens[$0].key)" }
    let (a, c) = (arguments, crystals)
    return [
      (
        "judges",
        FNV1a.digits(
          of: "\(judging) \(crystals.patternsPerJudge) \(judgeConditions) \(preprocessing)".utf8
        )
      ),
      ("start", start.name),
      ("structures", FNV1a.digits(of: all.joined(separator: "\n").utf8)),
      ("classes", collection.classes.joined(separator: " ")),
      ("size", "\(a.size)"), ("architecture", a.architecture.rawValue),
      ("patterns an epoch", "\(a.patternsPerEpoch)"), ("batch size", "\(a.batchSize)"),
      ("learning rate", "\(a.learningRate)"), ("weight decay", "\(a.weightDecay)"),
      ("label smoothing", "\(a.labelSmoothing)"), ("averaging", "\(a.averaging)"),
      ("map weight", "\(a.mapWeight)"), ("seed", "\(a.seed)"),
      ("kinematical share", "\(c.kinematicalShare)"), ("virtual masters", "\(c.virtualMasters)"),
      ("largest virtual cell", c.largestVirtual.map { "\($0)" } ?? "any"),
      ("small cells", "\(c.smallCells)"), ("variation", "\(c.variation)"),
      ("master size", "\(c.masterSize)"),
      ("finest planes", c.minimumSpacing.map { "\($0) Å" } ?? "by the size of the cell"),
      ("largest dynamical cell", "\(c.largestDynamical)"),
      ("patterns a crystal", "\(c.patternsPerCrystal)"),
      ("conditions", FNV1a.digits(of: "\(conditions)".utf8)),
    ]
  }

  /// What trains it.
  func trainer(threads: Int?) -> Trainer<MultiTaskLoss> {
    let options = arguments.options(threads: threads)
    return Trainer(
      options: options.training,
      loss: MultiTaskLoss(
        classes: collection.classes.count,
        classification: SoftmaxCrossEntropy(labelSmoothing: options.labelSmoothing),
        mapWeight: arguments.mapWeight
      ),
      optimizer: AdamW(weightDecay: options.weightDecay)
    )
  }

  /// A classifier of a model of the training, without what only training needs.
  func classifier(_ model: Model, _ record: EpochRecord?) -> Classifier {
    Classifier(
      model: model.droppingAuxiliaryHead ?? model,
      classes: collection.classes,
      preprocessing: preprocessing,
      training: TrainingSummary(
        version: Version.current,
        date: Date().formatted(.iso8601),
        trainingPatterns: start.formerPatterns + (record?.epoch ?? 0) * training.count,
        validationPatterns: validation.count,
        splitBySpecimen: collection.judgesAreUnseen,
        epoch: record?.epoch ?? 0,
        validationAccuracy: record?.validationAccuracy,
        options: arguments.options(threads: nil)
      )
    )
  }

  /// The classifier with probabilities calibrated on the patterns that judge; classes are learnt in turn, so that none
  /// is more probable before anything is seen.
  func calibrated(_ classifier: Classifier, threads: Int?) throws -> Classifier {
    try classifier.calibrated(
      on: validation,
      labels: judged.map { collection.labels[$0] },
      specimens: judged,
      training: training,
      variesPatterns: false,
      threads: threads
    )
  }

  /// The card of a classifier of the training.
  func card(
    of classifier: Classifier,
    _ evaluation: Evaluation,
    choosesEpoch: Bool
  ) -> ModelCard {
    let classes = collection.classes.count
    var structures = [Int](repeating: 0, count: classes)
    for (label, isHeldOut) in zip(collection.labels, collection.isHeldOut) where !isHeldOut {
      structures[label] += 1
    }
    let present = max(1, structures.count { $0 > 0 })
    return ModelCard(
      patterns:
        "\(classifier.training.trainingPatterns) simulated patterns, none seen twice, of structures and of "
        + "virtual crystals of them, \(preprocessing.size) pixels wide for the network",
      trainingPatterns: structures.map {
        $0 > 0 ? classifier.training.trainingPatterns / present : 0
      },
      trainingSpecimens: structures,
      heldOutData: judges(chooseEpoch: choosesEpoch),
      evaluation: evaluation
    )
  }

  /// What the patterns that judge are.
  func judges(chooseEpoch: Bool) -> String {
    (collection.judgesAreUnseen
      ? "\(validation.count) patterns of \(collection.judges.count) structures held out"
      : "\(validation.count) fresh patterns of the structures learnt")
      + ", which chose " + (chooseEpoch ? "the epoch and the calibration" : "the calibration")
  }

  /// How a classifier does on the patterns that judge.
  func evaluation(of classifier: Classifier, seed: Int) throws -> Evaluation {
    let predictions = try classifier.predictor().predict(inputsOf: validation)
    return try Evaluation(
      classes: classifier.classes,
      predictions: predictions.enumerated().map { number, prediction in
        let index = judged[number]
        return PatternPrediction(
          file: "\(collection.specimens[index].name) \(number % crystals.patternsPerJudge)",
          specimen: collection.specimens[index].name,
          trueClass: collection.labels[index],
          probabilities: prediction.probabilities
        )
      },
      fusion: classifier.fusion,
      seed: seed
    )
  }
}
