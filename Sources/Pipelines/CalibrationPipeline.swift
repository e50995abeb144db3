import Files
import NeuralNetworks
import SymmetryClassification

/// The calibration of a trained model on a folder of labelled patterns, for example of another instrument or simulator.
///
/// The parameters stay. Probabilities, fusion and risk–coverage curves are fitted on the patterns; patterns in a folder
/// `train/` fit the out-of-distribution detector instead, which otherwise stays too.
public struct CalibrationPipeline: Sendable {
  /// The folder of patterns, with the same layout as for training.
  public var patterns: String
  /// True to skip unreadable files instead of throwing.
  public var skipsUnreadable = false
  /// True to keep the calibration and the model card, and only measure the scales of 8-bit answers.
  public var measuresScalesOnly = false
  /// Further models, whose networks are joined with those of the model to an ensemble before the calibration.
  public var partners: [Classifier] = []
  /// The static background by which patterns are divided; nil for none.
  public var staticBackground: StaticBackgroundSource?
  /// The number of threads; nil for one per processor.
  public var threads: Int?

  /// Calibrates on a folder.
  public init(patterns: String) { self.patterns = patterns }

  /// Calibrates a model.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - observer: an observer of notes and warnings.
  /// - Returns: the same networks with a new calibration and model card.
  /// - Throws: `PipelineError` if the folder has classes that the model lacks or nothing to calibrate on; the errors of
  ///   the other modules, each of one sentence.
  public func calibrate(
    _ model: Classifier,
    observer: any PipelineObserver = SilentObserver()
  ) throws -> Classifier {
    let classifier = try ensemble(with: model)
    let folder = try PatternFolder(patterns, purpose: .evaluation)
    let background = try staticBackground?.background(of: folder, threads: threads, observer: observer)
    let scan = try PatternScan(
      folder,
      preprocessing: classifier.preprocessing,
      staticBackground: background,
      skipsUnreadable: skipsUnreadable,
      allowsDuplicates: true,
      threads: threads
    )
    for warning in scan.notes + scan.conversionNotes { try observer.receive(.warning(warning)) }
    for warning in ClassSynonyms(classNames: scan.classes).warnings { try observer.receive(.warning(warning)) }
    if let unknown = scan.classes.first(where: { !classifier.classes.contains($0) }) {
      throw PipelineError(
        "\(patterns): the model lacks the class \(unknown); it has \(classifier.classes.joined(separator: ", "))"
          + classifier.classes.classSuggestion(for: [unknown])
      )
    }
    func indices(_ isIncluded: (DatasetPart?) -> Bool) -> [Int] {
      scan.entries.indices.filter { isIncluded(scan.entries[$0].part) }
    }
    let (training, validation) = (indices { $0 == .training }, indices { $0 == .validation || $0 == nil })
    guard !validation.isEmpty else {
      throw PipelineError("\(patterns): there are no patterns outside train/ and test/; add them in a folder val/")
    }
    if measuresScalesOnly {
      let patterns = scan.labeled(validation, classes: classifier.classes)
      let scaled = classifier.measuringScales(on: patterns, threads: threads)
      guard scaled.quantization != nil else { throw QuantizationError.noIntegerForm }
      return scaled
    }
    try observer.receive(
      .note("\(validation.count) patterns calibrate the model, \(training.count) fit its out-of-distribution detector")
    )
    var calibrated = classifier.calibrated(
      on: scan.labeled(validation, classes: classifier.classes),
      training: scan.labeled(training, classes: classifier.classes),
      threads: threads
    )
    let evaluation = try Evaluation(
      classes: classifier.classes,
      predictions: calibrated.predictions(
        for: validation,
        of: scan,
        classes: classifier.classes,
        threads: threads
      ),
      fusion: calibrated.fusion,
      seed: 1
    )
    let known = classifier.card?.classes ?? []
    func counts(_ value: (ModelCard.ClassCount) -> Int) -> [Int] {
      classifier.classes.map { name in known.first { $0.name == name }.map(value) ?? 0 }
    }
    calibrated.card = ModelCard(
      patterns: ([model] + partners).map { $0.card?.patterns ?? "\($0.training.trainingPatterns) patterns" }
        .joined(separator: "; "),
      trainingPatterns: counts(\.trainingPatterns),
      trainingSpecimens: counts(\.trainingSpecimens),
      heldOutData: "\(validation.count) patterns, which were also used for calibration",
      evaluation: evaluation
    )
    return calibrated
  }

  /// The model, joined with its partners.
  private func ensemble(with classifier: Classifier) throws -> Classifier {
    guard !partners.isEmpty else { return classifier }
    for (index, partner) in partners.enumerated() {
      let name = "--with: model \(index + 1)"
      guard classifier.ensemble == nil, partner.ensemble == nil else {
        throw PipelineError(
          "\(partner.ensemble == nil ? "the model" : name) has several networks; join models of one network each"
        )
      }
      guard classifier.isCompatible(with: partner) else {
        throw PipelineError(
          "\(name) has other classes or another preprocessing; only the size of the input may differ from the model's"
        )
      }
    }
    return .ensemble(of: [classifier] + partners)
  }
}
