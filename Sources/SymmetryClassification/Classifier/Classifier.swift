import Foundation
import Imaging
import NeuralNetworks

/// A trained network with all that it takes to answer for an image: classes and preprocessing.
public struct Classifier: Sendable {
  /// The network and its parameters.
  public var model: Model
  /// The names of the classes, in the order of the network's outputs.
  public var classes: [String]
  /// How an image becomes the network's input.
  public var preprocessing: Preprocessing
  /// Where the model comes from.
  public var training: TrainingSummary
  /// How far its answers are to be trusted.
  public var calibration: Calibration
  /// What tells images that are no patterns; nil where it was not fitted.
  public var outOfDistributionDetector: OutOfDistributionDetector?

  /// Further networks whose probabilities are averaged with those of the first; nil for a single network.
  public var ensemble: Ensemble?
  /// What a person should know of it; nil where nobody wrote it down.
  public var card: ModelCard?

  /// Creates a classifier.
  public init(
    model: Model,
    classes: [String],
    preprocessing: Preprocessing,
    training: TrainingSummary,
    calibration: Calibration = .none,
    outOfDistributionDetector: OutOfDistributionDetector? = nil,
    ensemble: Ensemble? = nil,
    card: ModelCard? = nil
  ) {
    self.model = model
    self.classes = classes
    self.preprocessing = preprocessing
    self.training = training
    self.calibration = calibration
    self.outOfDistributionDetector = outOfDistributionDetector
    self.ensemble = ensemble
    self.card = card
  }

  private enum MetadataKey {
    static let classes = "classes"
    static let preprocessing = "preprocessing"
    static let training = "training"
    static let calibration = "calibration"
    static let novelty = "novelty"
    static let ensemble = "ensemble"
    static let card = "card"
  }

  /// Writes the model file, whole or not at all.
  public func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var metadata = [
      MetadataKey.classes: try json(classes),
      MetadataKey.preprocessing: try json(preprocessing),
      MetadataKey.training: try json(training),
    ]
    if calibration != .none { metadata[MetadataKey.calibration] = try json(calibration) }
    if let card { metadata[MetadataKey.card] = try json(card) }
    if let ensemble {
      metadata[MetadataKey.ensemble] = try json(
        Ensemble.Metadata(temperatures: ensemble.temperatures)
      )
    }
    if let detector = outOfDistributionDetector {
      metadata[MetadataKey.novelty] = try json(detector.metadata)
    }
    var content = model.safeTensors(metadata: metadata)
    content.tensors += (outOfDistributionDetector?.tensors ?? []) + (ensemble?.tensors ?? [])
    try content.write(to: path)
  }

  /// Reads a model file.
  ///
  /// - Parameter path: the file.
  /// - Throws: `SafeTensorsError` or `ModelFileError` with the file's name, and what is wrong with
  ///   it.
  public init(contentsOf path: String) throws {
    var content = try SafeTensors(contentsOf: path)
    // What is beside the network, which would take it for strangers.
    let isOther = { (tensor: SafeTensors.Tensor) in
      tensor.name.hasPrefix(OutOfDistributionDetector.prefix)
        || tensor.name.hasPrefix(Ensemble.prefix)
    }
    let others = content.tensors.filter(isOther)
    content.tensors.removeAll(where: isOther)
    let model = try Model(content, file: path)
    func entry<Value: Decodable>(_ key: String) throws(ModelFileError) -> Value {
      guard let json = content.metadata[key] else {
        throw ModelFileError(file: path, reason: "its metadata hold no \(key)")
      }
      do {
        return try JSONDecoder().decode(Value.self, from: Data(json.utf8))
      } catch let error as DecodingError {
        throw ModelFileError(file: path, reason: "its \(key) cannot be read: \(error.sentence)")
      } catch {
        throw ModelFileError(file: path, reason: "its \(key) cannot be used: \(error)")
      }
    }
    let classes: [String] = try entry(MetadataKey.classes)
    let preprocessing: Preprocessing = try entry(MetadataKey.preprocessing)
    guard classes.count == model.network.output.count else {
      throw ModelFileError(
        file: path,
        reason: "names \(classes.count) classes for \(model.network.output.count) outputs"
      )
    }
    var known: Set<String> = []
    if let twice = classes.first(where: { !known.insert($0).inserted }) {
      throw ModelFileError(file: path, reason: "names the class \"\(twice)\" twice")
    }
    let side = preprocessing.size
    let expected = Shape(channels: 1, height: side, width: side)
    guard model.network.input == expected else {
      throw ModelFileError(
        file: path,
        reason: "its preprocessing gives \(expected) but its network takes \(model.network.input)"
      )
    }
    let calibration: Calibration =
      content.metadata[MetadataKey.calibration] == nil ? .none : try entry(MetadataKey.calibration)
    if let prior = calibration.fusion?.prior, prior.count != classes.count {
      throw ModelFileError(
        file: path,
        reason: "its calibration has \(prior.count) priors for \(classes.count) classes"
      )
    }
    var detector: OutOfDistributionDetector?
    if content.metadata[MetadataKey.novelty] != nil {
      let metadata: OutOfDistributionDetector.Metadata = try entry(MetadataKey.novelty)
      guard metadata.features == ClassifierPredictor.featureCount(of: model) else {
        throw ModelFileError(
          file: path,
          reason: "its novelty has \(metadata.features) features and its network "
            + "\(ClassifierPredictor.featureCount(of: model))"
        )
      }
      detector = try OutOfDistributionDetector(
        metadata,
        Dictionary(others.map { ($0.name, $0) }) { first, _ in first },
        file: path
      )
    } else if let stranger = others.first(where: {
      $0.name.hasPrefix(OutOfDistributionDetector.prefix)
    }) {
      throw ModelFileError(
        file: path,
        reason: "holds a tensor \(stranger.name) that its metadata do not know"
      )
    }
    var ensemble: Ensemble?
    if content.metadata[MetadataKey.ensemble] != nil {
      ensemble = try Ensemble(
        entry(MetadataKey.ensemble),
        SafeTensors(tensors: others, metadata: content.metadata),
        file: path
      )
    } else if let stranger = others.first(where: { $0.name.hasPrefix(Ensemble.prefix) }) {
      throw ModelFileError(
        file: path,
        reason: "holds a tensor \(stranger.name) that its metadata do not know"
      )
    }
    self.init(
      model: model,
      classes: classes,
      preprocessing: preprocessing,
      training: try entry(MetadataKey.training),
      calibration: calibration,
      outOfDistributionDetector: detector,
      ensemble: ensemble,
      card: content.metadata[MetadataKey.card] == nil ? nil : try entry(MetadataKey.card)
    )
  }

  /// Packs the weights for classifying many images.
  ///
  /// - Parameter threads: the number of threads; nil for one per processor.
  public func predictor(threads: Int? = nil) -> ClassifierPredictor {
    ClassifierPredictor(self, threads: threads)
  }

  /// Classifies an image; for many images ``predictor(threads:)`` packs the weights once.
  ///
  /// - Parameter image: an image of any size, as it was read.
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
  public func predict(
    _ images: [GrayImage],
    threads: Int? = nil
  ) throws(ClassificationError) -> [Prediction] {
    try predictor(threads: threads).predict(images)
  }

  /// How the patterns of one crystal give one answer: as was fitted, or `Fusion.unfitted`.
  public var fusion: Fusion { calibration.fusion ?? .unfitted }
}

/// Where a model comes from, for people who find the file later.
public struct TrainingSummary: Codable, Sendable, Equatable {
  /// The version of ednet that trained it.
  public var version: String
  /// When, as ISO 8601.
  public var date: String
  /// How many patterns it learnt from.
  public var trainingPatterns: Int
  /// How many patterns chose the best epoch.
  public var validationPatterns: Int
  /// Whether training and validation share no specimen.
  public var splitBySpecimen: Bool
  /// The epoch that the parameters come from.
  public var epoch: Int
  /// The share of right answers on the validation patterns.
  public var validationAccuracy: Float?
  /// How it was trained.
  public var options: ClassifierOptions

  /// Creates a summary.
  public init(
    version: String,
    date: String,
    trainingPatterns: Int,
    validationPatterns: Int,
    splitBySpecimen: Bool,
    epoch: Int,
    validationAccuracy: Float?,
    options: ClassifierOptions
  ) {
    self.version = version
    self.date = date
    self.trainingPatterns = trainingPatterns
    self.validationPatterns = validationPatterns
    self.splitBySpecimen = splitBySpecimen
    self.epoch = epoch
    self.validationAccuracy = validationAccuracy
    self.options = options
  }
}
