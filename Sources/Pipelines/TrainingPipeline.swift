import Files
import Imaging
import NeuralNetworks
import Reports
import SymmetryClassification

/// A training on a folder of patterns, from the scan of the folder to the report.
///
/// The patterns are scanned, split by specimen, and learnt by one network or several, of one initialisation or several.
/// The result is calibrated on the validation set, evaluated on the held-out patterns, and written into a store with
/// its report. The same patterns and options give the same parameters, on any number of threads.
public struct TrainingPipeline: Sendable {
  /// The options.
  public var configuration: TrainingConfiguration
  /// The processes that share the gradients and the validation; each runs the pipeline.
  public var processes: any ProcessGroup

  /// Creates a pipeline.
  public init(_ configuration: TrainingConfiguration, processes: any ProcessGroup = SingleProcess()) {
    (self.configuration, self.processes) = (configuration, processes)
  }

  /// The result of a pipeline.
  public struct Outcome: Sendable {
    /// The calibrated classifier.
    public let classifier: Classifier
    /// Its evaluation on the held-out patterns; nil if there are none.
    public let evaluation: Evaluation?
    /// All trainings that ended in a usable model.
    public let runs: [TrainingRun]
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - store: the place of the run's files.
  ///   - mode: the treatment of a run that is in the store already.
  ///   - observer: an observer of the progress, which can also interrupt it.
  /// - Returns: the classifier and its evaluation; after an interruption those of the best epoch so far.
  /// - Throws: `PipelineError` and the errors of the other modules, each of one sentence.
  public func run(
    in store: any RunStore,
    mode: RunMode = .new,
    observer: any PipelineObserver = SilentObserver()
  ) throws -> Outcome {
    try configuration.validate()
    let preparation = try Preparation(configuration, observer: observer)
    _ = try processes.gathering {
      let own = (store as? SharedRunStore)?.base ?? store
      if processes.rank == 0, let folder = own as? FolderRunStore { try preparation.checkPlace(of: folder) }
      return []
    }
    let session = RunSession(
      store,
      mode,
      observer,
      identity: preparation.identity,
      initialFiles: [
        (SplitTable.fileName, preparation.splitTable), (RunFile.configuration, preparation.configuration.json),
      ]
    )
    let schedule = TrainingSchedule(preparation, session, processes)
    if mode == .resuming { try schedule.check() }
    try store.open(mode)
    defer { store.close() }
    try preparation.describe(to: observer)
    try observer.receive(.network(preparation.network))
    let (members, runs) = try schedule.train()
    if let failure = session.failure { throw failure }
    try observer.receive(.trained(runs))
    var classifier = try preparation.calibrated(members, processes)
    let evaluation = try preparation.evaluation(of: classifier, processes)
    if let evaluation {
      classifier.card = preparation.card(evaluation)
      try session.write(evaluation)
      try observer.receive(.evaluated(evaluation, data: preparation.heldOutData))
    } else {
      try observer.receive(.warning("no patterns were held out, so the accuracy of the model is unknown"))
    }
    try store.write(HistoryTable.text(runs), to: RunFile.history)
    try store.write(classifier.encoded(), to: RunFile.model)
    if let evaluation { try preparation.report(classifier, evaluation, runs, to: store) }
    return Outcome(classifier: classifier, evaluation: evaluation, runs: runs)
  }
}

/// Everything that a training needs before it begins.
struct Preparation {
  let configuration: TrainingConfiguration
  let options: ClassifierOptions
  let preprocessing: Preprocessing
  let staticBackground: StaticBackground?
  let scan: PatternScan<ScannedPattern>
  let split: DatasetSplit
  let classes: [String]
  let network: Network
  /// The model whose parameters the training starts from; nil for random ones.
  let start: Model?
  let training: LabeledPatterns
  let validation: LabeledPatterns
  let splitTable: String

  init(_ given: TrainingConfiguration, observer: any PipelineObserver) throws {
    let source = try given.start.map { try FineTuningSource($0) }
    let configuration = try source?.adopted(by: given) ?? given
    self.configuration = configuration
    options = try configuration.classifierOptions()
    let preprocessing = try source?.classifier.preprocessing ?? configuration.preprocessing()
    self.preprocessing = preprocessing
    let folder = try PatternFolder(configuration.patterns, purpose: .training)
    staticBackground = try configuration.staticBackground.map(StaticBackgroundSource.init)?.background(
      of: folder,
      threads: configuration.threads,
      observer: observer
    )
    let scan = try PatternScan(
      folder,
      preprocessing: preprocessing,
      staticBackground: staticBackground,
      skipsUnreadable: configuration.skipBad,
      allowsDuplicates: configuration.allowDuplicates,
      threads: configuration.threads
    )
    let split = try DatasetSplit(
      scan,
      validation: configuration.validation,
      test: configuration.test,
      seed: configuration.seed
    )
    guard configuration.restarts == 1 || !split.validation.isEmpty else {
      throw PipelineError(
        "--restarts chooses by the validation loss, and there are no validation patterns; "
          + "keep some with --validation"
      )
    }
    classes = SymmetryLabeling(classNames: scan.classes).displayOrder
    start = try source?.model(classes: classes, seed: configuration.seed)
    network = try start?.network ?? configuration.network(classes: classes.count)
    training = scan.labeled(split.training, classes: classes)
    validation = scan.labeled(split.validation, classes: classes)
    splitTable = SplitTable.text(scan, split: split)
    (self.scan, self.split) = (scan, split)
  }

  /// Throws if the folder of the run holds patterns that the run would hide, since runs among patterns are skipped.
  func checkPlace(of store: FolderRunStore) throws(PipelineError) {
    guard let place = FileStatus(store.location)?.identity else { return }
    var folders: Set<String> = []
    for entry in scan.entries {
      var path = entry.path[...]
      while let slash = path.lastIndex(of: "/") {
        path = path[..<slash]
        if !folders.insert(String(path)).inserted { break }
      }
    }
    guard folders.contains(where: { FileStatus(scan.folder.root + "/" + $0)?.identity == place }) else { return }
    throw PipelineError(
      "\(store.location) holds patterns of the training, and a run there would hide them; choose another folder with "
        + "--output"
    )
  }

  /// The options and data that determine the result.
  var identity: RunIdentity {
    var content = [
      "patterns": FNV1a.digits(of: splitTable.utf8), "network": FNV1a.digits(of: "\(network)".utf8),
      "augmentation": FNV1a.digits(of: "\(String(describing: options.augmentation))".utf8),
    ]
    if let start { content["start"] = unsafe start.parameters.withUnsafeBytes { unsafe FNV1a.digits(of: $0) } }
    return RunIdentity(configuration, content: content)
  }

  /// The indices of the patterns that measure the accuracy: the test set, or the validation set if there is none.
  private var heldOut: [Int] { split.test.isEmpty ? split.validation : split.test }

  /// A description of these patterns.
  var heldOutData: String {
    "\(heldOut.count) "
      + (split.test.isEmpty
        ? "validation patterns, which were also used for model selection and calibration" : "test patterns")
  }

  /// The classifier of some members, calibrated as a whole by the processes.
  func calibrated(_ members: [Classifier], _ processes: any ProcessGroup) throws -> Classifier {
    let classifier = Classifier.ensemble(of: members)
    guard members.count > 1 else { return classifier }
    return try classifier.calibrated(
      on: validation,
      training: training,
      prior: Classifier.priors(labels: training.labels, classes: classes.count, options: options),
      threads: configuration.threads,
      processes: processes
    )
  }

  /// The evaluation on the held-out patterns, which the processes share; nil if there are none.
  func evaluation(of classifier: Classifier, _ processes: any ProcessGroup) throws -> Evaluation? {
    guard !heldOut.isEmpty else { return nil }
    return try Evaluation(
      classes: classifier.classes,
      predictions: classifier.predictions(
        for: heldOut,
        of: scan,
        classes: classifier.classes,
        threads: configuration.threads,
        processes: processes
      ),
      fusion: classifier.fusion,
      seed: configuration.seed
    )
  }

  /// The card of the model.
  func card(_ evaluation: Evaluation) -> ModelCard {
    ModelCard(
      patterns:
        "\(training.images.count) patterns of the folder \(configuration.patterns), \(preprocessing.size) pixels wide; "
        + "augmentation \(configuration.augment)",
      training: training,
      heldOutData: heldOutData,
      evaluation: evaluation
    )
  }

  /// Writes the report, and the figures if they are wanted.
  func report(_ classifier: Classifier, _ evaluation: Evaluation, _ runs: [TrainingRun], to store: any RunStore) throws
  {
    let history = runs.first?.result.history ?? []
    if configuration.figures {
      for figure in try FigureFiles.all(evaluation, history: history) {
        try store.write(figure.bytes, to: "\(RunFile.figures)/\(figure.name)")
      }
    }
    let maker = PatternReport(
      classifier: classifier,
      scan: scan,
      indices: heldOut,
      staticBackground: staticBackground
    )
    var page = try maker.report(title: "Training on \(configuration.patterns)", subject: heldOutData, evaluation)
    page.history = history
    page.parts = ["training", "validation", "test"]
    page.counts = maker.counts([split.training, split.validation, split.test])
    page.options = configuration.json
    let seconds = runs.flatMap(\.result.history).reduce(0) { $0 + $1.seconds }
    page.facts.append(.init("training time", DurationText.of(seconds)))
    try store.write(page.html(), to: RunFile.report)
  }

  /// Reports the content of the folder.
  func describe(to observer: any PipelineObserver) throws {
    for warning in scan.notes + scan.conversionNotes + split.notes { try observer.receive(.warning(warning)) }
    let drawsNames = configuration.figures || configuration.tensorboard != nil
    if drawsNames, let warning = FigureFiles.warning(on: classes) { try observer.receive(.warning(warning)) }
    if let augmentation = options.augmentation, augmentation.mirrorProbability > 0 {
      for pair in SymmetryLabeling(classNames: classes).classesSwappedByMirror {
        try observer.receive(
          .warning("the mirror image of a pattern of \(pair.first) is one of \(pair.second); use --no-mirror")
        )
      }
    }
    let counts = Dictionary(grouping: scan.entries, by: \.className).mapValues(\.count)
    for warning in ClassSynonyms(classNames: classes).warnings { try observer.receive(.warning(warning)) }
    if let remark = SymmetryLabeling(classNames: classes).numberRemark { try observer.receive(.note(remark)) }
    try observer.receive(.note("classes: " + classes.map { "\($0) (\(counts[$0] ?? 0))" }.joined(separator: ", ")))
    try observer.receive(
      .note(
        "\(scan.entries.count) patterns of \(classes.count) classes: \(split.training.count) for training, "
          + "\(split.validation.count) for validation, \(split.test.count) for test"
      )
    )
    for name in classes {
      let parts = [("training", split.training), ("validation", split.validation), ("test", split.test)].compactMap {
        part,
        indices -> String? in
        let own = indices.map { scan.entries[$0] }.filter { $0.className == name }
        guard !own.isEmpty else { return nil }
        let specimens = Set(own.compactMap(\.specimen)).sorted()
        let content = specimens.isEmpty ? "\(own.count) images" : specimens.joined(separator: ", ")
        return "\(part) \(content)"
      }
      try observer.receive(.detail("  \(name): " + parts.joined(separator: "; ")))
    }
  }
}
