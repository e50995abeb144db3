import Files
import NeuralNetworks
import Reports
import SymmetryClassification

/// An evaluation of a model on a folder of labelled patterns.
public struct EvaluationPipeline: Sendable {
  /// The patterns that are evaluated.
  public enum Part: String, Sendable, CaseIterable {
    /// Those that the model was not trained on, and of these those that were not used for model selection if there
    /// are any.
    case unseen
    /// All of them.
    case all
    /// The training, validation or test set of the model's training.
    case training, validation, test

    fileprivate var datasetPart: DatasetPart? {
      switch self {
      case .training: .training
      case .validation: .validation
      case .test: .test
      case .unseen, .all: nil
      }
    }
  }

  /// The folder of patterns.
  public var patterns: String
  /// The patterns that are evaluated.
  public var part = Part.unseen
  /// A coarser level at which classes are compared; nil for the classes themselves.
  public var level: SymmetryLevel?
  /// The requirement on accepted answers.
  public var requirement = DecisionRule.Requirement.none
  /// True if unreadable files are skipped.
  public var skipsUnreadable = false
  /// The seed of the bootstrap.
  public var seed = 1
  /// The static background by which patterns are divided; nil for none.
  public var staticBackground: StaticBackgroundSource?
  /// The number of threads; nil for one per processor.
  public var threads: Int?

  /// The processes that share the classification; each runs the pipeline and reads all patterns.
  public var processes: any ProcessGroup

  /// Creates an evaluation of a folder of patterns.
  public init(patterns: String, processes: any ProcessGroup = SingleProcess()) {
    (self.patterns, self.processes) = (patterns, processes)
  }

  /// The result.
  public struct Outcome: Sendable {
    /// The evaluation.
    public let evaluation: Evaluation
    /// The number of evaluated patterns that were used for model selection.
    public let selectionPatterns: Int
    let maker: PatternReport
    let title: String
    let subject: String
    let indices: [Int]

    /// The report as an HTML page.
    public func report() throws -> String {
      var page = try maker.report(title: title, subject: subject, evaluation)
      page.parts = ["patterns"]
      page.counts = maker.counts([indices])
      return page.html()
    }
  }

  /// Evaluates a model.
  ///
  /// - Parameters:
  ///   - classifier: the model.
  ///   - path: the path of its file, beside which its `split.csv` lies.
  ///   - observer: an observer of notes and warnings.
  /// - Returns: the evaluation and what the report needs.
  /// - Throws: `PipelineError` and the errors of the other modules, each of one sentence.
  public func evaluate(
    _ classifier: Classifier,
    at path: String,
    observer: any PipelineObserver = SilentObserver()
  ) throws -> Outcome {
    // Before the work, which an unattainable error rate would waste.
    let rule = try DecisionRule(requirement, calibration: classifier.calibration, fused: false)
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
    // At a coarser level the model's classes may have other names.
    let names = level == nil ? Set(scan.classes + classifier.classes).sorted() : scan.classes
    for warning in ClassSynonyms(classNames: names).warnings { try observer.receive(.warning(warning)) }
    let table = try SplitTable(besideModel: path)
    // A pattern is recognised by its content, in whichever folder it is now.
    let parts = scan.entries.indices.map { table?.parts[scan.fingerprints[$0]] ?? scan.entries[$0].part }
    let indices = try selection(parts)
    if table == nil && part == .unseen {
      try observer.receive(
        .warning("there is no split.csv beside the model: it may have been trained on some of these patterns")
      )
    }
    let excluded = parts.count - indices.count
    try observer.receive(
      .note("patterns: \(indices.count)" + (excluded > 0 ? " (\(excluded) excluded; see --part)" : ""))
    )
    let selectionPatterns = indices.count { parts[$0] == .validation }
    if selectionPatterns > 0 {
      try observer.receive(
        .note("\(selectionPatterns) of them were used for model selection; the results are slightly optimistic")
      )
    }
    var evaluation = try evaluation(of: indices, scan, classifier)
    if requirement != .none { try apply(rule, to: &evaluation, classifier.calibration, observer) }
    let origin =
      switch part {
      case .unseen where table != nil: "none of them in the training set"
      case .unseen, .all: "some of them perhaps in the training set"
      case .training, .validation, .test: "the \(part) set"
      }
    return Outcome(
      evaluation: evaluation,
      selectionPatterns: selectionPatterns,
      maker: PatternReport(classifier: classifier, scan: scan, indices: indices, staticBackground: background),
      title: "\(path) on \(patterns)",
      subject: "\(indices.count) patterns, \(origin)"
        + (selectionPatterns > 0 ? "; \(selectionPatterns) were used for model selection" : ""),
      indices: indices
    )
  }

  private func selection(_ parts: [DatasetPart?]) throws(PipelineError) -> [Int] {
    let chosen: [Int]
    switch part {
    case .all: chosen = Array(parts.indices)
    case .training, .validation, .test: chosen = parts.indices.filter { parts[$0] == part.datasetPart }
    case .unseen:
      let unseen = parts.indices.filter { parts[$0] != .training }
      let untouched = unseen.filter { parts[$0] != .validation }
      chosen = untouched.isEmpty ? unseen : untouched
    }
    guard !chosen.isEmpty else {
      throw PipelineError(
        "\(patterns): none of the \(parts.count) patterns is " + (part == .unseen ? "unseen" : "in the \(part) set")
          + "; --part all evaluates all of them"
      )
    }
    return chosen
  }

  private func evaluation(
    of indices: [Int],
    _ scan: PatternScan<ScannedPattern>,
    _ classifier: Classifier
  ) throws -> Evaluation {
    let names = Set(indices.map { scan.entries[$0].className })
    let unknown = names.subtracting(classifier.classes).sorted()
    guard level != nil || unknown.isEmpty else {
      throw PipelineError(
        "\(patterns): the model has no class \(unknown.joined(separator: ", ")), only "
          + classifier.classes.joined(separator: ", ") + "; --by compares at a coarser level if both sides determine it"
          + classifier.classes.classSuggestion(for: unknown)
      )
    }
    let classes = level == nil ? classifier.classes : names.sorted()
    let predictions = try classifier.predictions(
      for: indices,
      of: scan,
      classes: classes,
      threads: threads,
      processes: processes
    )
    guard let level else {
      return try Evaluation(classes: classes, predictions: predictions, fusion: classifier.fusion, seed: seed)
    }
    return try Evaluation(
      by: level,
      modelClasses: classifier.classes,
      trueClasses: classes,
      predictions: predictions,
      fusion: classifier.fusion,
      seed: seed
    )
  }

  private func apply(
    _ rule: DecisionRule,
    to evaluation: inout Evaluation,
    _ calibration: Calibration,
    _ observer: any PipelineObserver
  ) throws {
    evaluation.selectivePatterns = evaluation.selectivePrediction(ofPatternsBy: rule)
    let fused = try? DecisionRule(requirement, calibration: calibration, fused: true)
    evaluation.selectiveSpecimens = fused.flatMap { evaluation.selectivePrediction(ofSpecimensBy: $0) }
    if fused == nil && !evaluation.specimens.isEmpty {
      try observer.receive(.note("the model guarantees no such error rate for fused answers, so all of them count"))
    }
  }
}
