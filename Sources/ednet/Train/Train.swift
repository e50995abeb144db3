import ArgumentParser
import Files
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// `ednet train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on a folder of patterns.",
    discussion: """
      The folder holds a folder for each class, and in it one for each specimen (one material, one \
      sample): patterns/<class>/<specimen>/<image>.png. Specimens stay on one side of training \
      and validation. Without specimen folders the split is by image; folders train/, val/ and \
      test/ above the classes fix it by hand.

        ednet train patterns/
        ednet train patterns/ --output run64 --size 64 --epochs 20
        ednet train spots/ --background none --augment spots

      The run folder gets model.safetensors (the epoch with the lowest validation loss), \
      report.html, history.csv, split.csv, config.json, evaluation.json and confusion.csv. Ctrl-C ends the \
      training in order and keeps the best model; a second one ends it at once. After each epoch \
      checkpoint.safetensors is written, from which --resume goes on after a power cut to the \
      same model as without it. config.json holds all options, so that a run can be repeated:

        ednet train --config run/config.json --output again
        ednet train --config run/config.json --resume
      """
  )

  @Argument(help: "The folder of patterns.", completion: .directory)
  var patterns: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the run.", valueName: "folder"))
  var output = "run"

  @Flag(help: "Write over a run that is in the output folder.")
  var overwrite = false

  @Flag(help: "Go on with the run in the output folder, with the same options.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "A JSON file of options, as a run keeps its own; those of the command line go before.",
      valueName: "file"
    )
  )
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The network: \(Architecture.allCases.map(\.rawValue).joined(separator: ", ")), or a JSON file.",
      discussion: "A JSON file has the form that 'ednet inspect --json' prints of a model; "
        + "its input and output must fit size and classes.",
      valueName: "name"
    )
  )
  var architecture = Architecture.plain.rawValue

  @OptionGroup(title: "Training options") var training: TrainingArguments
  @OptionGroup(title: "Pattern options") var pattern: PatternArguments

  @Option(
    help: ArgumentHelp(
      "Train so many networks and average their probabilities; one model file holds them all.",
      valueName: "n"
    )
  )
  var ensemble = 1

  @Option(
    help: ArgumentHelp(
      "Begin so many times anew and keep the network with the lowest validation loss.",
      discussion:
        "To the loss is added the penalty on weights, half the weight decay times their sum of "
        + "squares. The first training has the seed of --seed, each other one the next.",
      valueName: "n"
    )
  )
  var restarts = 1

  @Option(help: ArgumentHelp("The share of specimens kept for validation.", valueName: "share"))
  var validation = 0.2

  @Option(help: ArgumentHelp("The share of specimens kept for a last test.", valueName: "share"))
  var test = 0.0

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Also write figures into the run, each as PNG (300 dpi), SVG and PDF."
  )
  var figures = false

  @Option(
    help: ArgumentHelp(
      "Also write events for TensorBoard into a folder: loss, accuracy and rate, the confusion matrix at the end.",
      valueName: "folder"
    )
  )
  var tensorboard: String?

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Go on without files that cannot be read."
  )
  var skipBad = false

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Go on where the same image is in two parts of the split or in two classes."
  )
  var allowDuplicates = false

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say of each class which specimens are in which part.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other.") }
    if !(1...100).contains(ensemble) {
      throw ValidationError("--ensemble must be 1 to 100 networks, not \(ensemble).")
    }
    if !(1...100).contains(restarts) {
      throw ValidationError("--restarts must be 1 to 100 initialisations, not \(restarts).")
    }
    if training.seed > Int.max - 10_000 {
      throw ValidationError("--seed is too large for the seeds after it.")
    }
  }

  func run() throws {
    let preprocessing = try pattern.preprocessing()
    let threads = threadsOption.threads
    let options = training.options(augmentation: try pattern.augmentation(), threads: threads)
    try options.validate()
    let folder = try PatternFolder(patterns, purpose: .training)
    let scan = try PatternScan(
      folder,
      skipsUnreadable: skipBad,
      allowsDuplicates: allowDuplicates,
      threads: threads
    ) { try ScannedPattern($0, $1, preprocessing: preprocessing) }
    let split = try DatasetSplit(scan, validation: validation, test: test, seed: training.seed)
    let classes = SymmetryLabeling(classNames: scan.classes).displayOrder
    let network = try network(classes: classes.count)
    if restarts > 1 && split.validation.isEmpty {
      throw CommandFailure(
        "--restarts chooses by the loss on validation patterns, and none are kept back; "
          + "keep some with --validation"
      )
    }
    let table = SplitTable.text(scan, split: split)
    let checkpoints = TrainingCheckpoints(
      folder: output,
      isOnlyTraining: ensemble * restarts == 1,
      firstSeed: training.seed,
      content: content(options, preprocessing, network, table)
    )
    if resume { try checkpoints.check() }
    let run = try RunFolder(output, overwrite: overwrite || resume)
    describe(scan, split, classes, options.augmentation)
    if !quiet { StandardError.note("\n\(network)\n") }

    var events = try tensorboard.map { try TrainingEvents(folder: $0) }
    Interruption.listen()
    var failure: (any Error)?
    var isBegun = false
    /// Gives a former run up once there is something in its place, and whole: a model beside another run's split would
    /// hide what it was trained on. Of a run that goes on, what judged it is of a former model from here.
    func begin() throws {
      guard !isBegun else { return }
      isBegun = true
      run.remove("evaluation.json", "confusion.csv", "report.html", "figures")
      if !resume {
        checkpoints.remove()
        run.remove("model.safetensors", "history.csv")
        try run.write(table, to: SplitTable.fileName)
      }
      try run.write(TrainConfiguration.json(of: self), to: TrainConfiguration.fileName)
    }
    let learnt = scan.labeled(split.training, classes: classes)
    let held = scan.labeled(split.validation, classes: classes)
    func calibrated(_ members: [Classifier]) -> Classifier {
      let classifier = Classifier.ensemble(of: members)
      guard members.count > 1 else { return classifier }
      return classifier.calibrated(
        on: held,
        training: learnt,
        prior: Classifier.priors(labels: learnt.labels, classes: classes.count, options: options),
        threads: threads
      )
    }
    let (members, runs) = try TrainingRuns(
      members: ensemble,
      restarts: restarts,
      firstSeed: training.seed
    )(options: options) { options in
      let checkpoint = checkpoints.file(seed: options.training.seed)
      let state = resume && checkpoint.exists ? try checkpoint.read() : nil
      try events?.begin(
        seed: ensemble * restarts > 1 ? options.training.seed : nil,
        history: state?.history ?? []
      )
      var progress = TrainingProgress(
        epochs: options.training.epochs,
        former: state?.epoch ?? 0,
        quiet: quiet
      )
      return try Classifier.train(
        network,
        classes: classes,
        on: learnt,
        validation: held,
        splitBySpecimen: split.basis == .specimen,
        preprocessing: preprocessing,
        options: options,
        resuming: state
      ) { event in
        progress.show(event)
        do {
          switch event {
          case .checkpoint(let state) where failure == nil:
            try begin()
            try checkpoint.write(state)
          case .epoch(let record, _): try events?.add(record)
          default: break
          }
        } catch {
          failure = failure ?? error
        }
        return failure == nil && !Interruption.isRequested
      } keepingBest: { best in
        // Later trainings have something better in its place: what the ones before came to.
        guard options.training.seed == training.seed, failure == nil else { return }
        do {
          // An epoch that was broken off has a model, and no checkpoint before it.
          try begin()
          try best.write(to: run.model)
        } catch {
          failure = error
        }
      }
    } told: {
      if !quiet { StandardError.note($0) }
    } finished: {
      if failure == nil { try calibrated($0).write(to: run.model) }
    }
    Interruption.stopListening()
    if let failure { throw failure }
    let classifier = calibrated(members)
    try classifier.write(to: run.model)
    try run.write(TrainingRun.history(runs), to: "history.csv")
    summarize(runs)
    try judge(classifier, runs, learnt: learnt, split, scan, run, &events)
    StandardError.note("model: \(run.model)")
    if !split.judged.isEmpty { StandardError.note("report: \(run.path)/report.html") }
  }

  /// What a training is of, as its checkpoint names it.
  private func content(
    _ options: ClassifierOptions,
    _ preprocessing: Preprocessing,
    _ network: Network,
    _ split: String
  ) -> [(name: String, value: String)] {
    var options = options
    options.training.threads = nil
    options.training.epochs = 0
    options.training.seed = 0
    return [
      ("patterns", FNV1a.digits(of: split.utf8)),
      ("network", FNV1a.digits(of: "\(network)".utf8)),
      ("preprocessing", FNV1a.digits(of: "\(preprocessing)".utf8)),
      ("epochs", "\(training.epochs)"), ("seed", "\(training.seed)"),
      ("options", FNV1a.digits(of: "\(options)".utf8)),
    ]
  }

  private func network(classes: Int) throws -> Network {
    if let known = Architecture(rawValue: architecture) {
      return try known.network(size: pattern.size, classes: classes)
    }
    let network: Network = try JSONFile.read(
      architecture,
      orOneOf: Architecture.allCases.map(\.rawValue)
    )
    let input = Shape(channels: 1, height: pattern.size, width: pattern.size)
    guard network.input == input, network.output == Shape(features: classes) else {
      throw CommandFailure(
        "\(architecture): the network goes from \(network.input) to \(network.output), and "
          + "\(pattern.size)-pixel patterns of \(classes) classes need \(input) to \(classes)×1×1"
      )
    }
    return network
  }

  private func describe(
    _ scan: PatternScan<ScannedPattern>,
    _ split: DatasetSplit,
    _ classes: [String],
    _ augmentation: Augmentation?
  ) {
    for warning in scan.notes + scan.conversionNotes + split.notes {
      StandardError.warning(warning)
    }
    if let augmentation, augmentation.mirrorProbability > 0 {
      for pair in SymmetryLabeling(classNames: classes).classesSwappedByMirror {
        StandardError.warning(
          "a mirrored pattern of \(pair.first) is one of \(pair.second); use --no-mirror"
        )
      }
    }
    guard !quiet else { return }
    let counts = Dictionary(grouping: scan.entries, by: \.className).mapValues(\.count)
    StandardError.note(
      "classes: " + classes.map { "\($0) (\(counts[$0] ?? 0))" }.joined(separator: ", ")
    )
    StandardError.note(
      "\(scan.entries.count) patterns of \(classes.count) classes: \(split.training.count) for "
        + "training, \(split.validation.count) for validation, \(split.test.count) for test"
    )
    guard verbose else { return }
    for name in classes {
      let parts = [
        ("training", split.training), ("validation", split.validation), ("test", split.test),
      ].compactMap { part, indices -> String? in
        let own = indices.map { scan.entries[$0] }.filter { $0.className == name }
        guard !own.isEmpty else { return nil }
        let specimens = Set(own.compactMap(\.specimen)).sorted()
        return
          "\(part) \(specimens.isEmpty ? "\(own.count) images" : specimens.joined(separator: ", "))"
      }
      StandardError.note("  \(name): " + parts.joined(separator: "; "))
    }
  }

  /// Says how long it took and how it ended.
  private func summarize(_ runs: [TrainingRun]) {
    let history = runs.flatMap(\.result.history)
    let seconds = history.reduce(0) { $0 + $1.seconds }
    let rates = history.map(\.examplesPerSecond).sorted()
    switch runs.last?.result.ending {
    case .stoppedEarly: StandardError.note("stopped: the validation loss falls no more")
    case .interrupted: StandardError.note("stopped as asked; the best model so far is kept")
    default: break
    }
    guard !quiet else { return }
    if let run = runs.last, run.result.bestEpoch == 1, run.result.history.count >= 5,
      run.result.history[0].validationLoss != nil
    {
      StandardError.note(
        "the first epoch was the best: after it the network learnt its patterns by heart; more specimens, or a lower "
          + "--learning-rate, may help"
      )
    }
    let best = runs.map { "\($0.result.bestEpoch)" }.joined(separator: ", ")
    StandardError.note(
      "trained \(history.count) epochs in \(DurationText.of(seconds)), "
        + "\(Int(rates.isEmpty ? 0 : rates[rates.count / 2])) patterns a second; best epoch \(best)"
    )
  }
}
