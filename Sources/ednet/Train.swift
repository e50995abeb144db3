import ArgumentParser
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
      history.csv, split.csv, evaluation.json and confusion.csv. Ctrl-C ends the training in \
      order and keeps the best model; a second one ends it at once.
      """
  )

  @Argument(help: "The folder of patterns.", completion: .directory)
  var patterns: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the run.", valueName: "folder"))
  var output = "run"

  @Flag(help: "Write over a run that is in the output folder.")
  var overwrite = false

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

  @Option(help: ArgumentHelp("The share of specimens kept for validation.", valueName: "share"))
  var validation = 0.2

  @Option(help: ArgumentHelp("The share of specimens kept for a last test.", valueName: "share"))
  var test = 0.0

  @Flag(help: "Go on without files that cannot be read.")
  var skipBad = false

  @Flag(help: "Go on where the same image is in two parts of the split or in two classes.")
  var allowDuplicates = false

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

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
    let run = try RunFolder(output, overwrite: overwrite)
    describe(scan, split, classes, options.augmentation)
    if !quiet { StandardError.note("\n\(network)\n") }

    Interruption.listen()
    var failure: (any Error)?
    var hasModel = false
    var progress = TrainingProgress(epochs: options.training.epochs, quiet: quiet)
    let (classifier, result) = try Classifier.train(
      network,
      classes: classes,
      on: scan.labeled(split.training, classes: classes),
      validation: scan.labeled(split.validation, classes: classes),
      splitBySpecimen: split.basis == .specimen,
      preprocessing: preprocessing,
      options: options
    ) {
      progress.show($0)
      return failure == nil && !Interruption.isRequested
    } keepingBest: { best in
      do {
        if !hasModel {
          // A former run is given up once there is something in its place, and whole: a model beside another
          // run's split would hide what it was trained on.
          run.remove("model.safetensors", "history.csv", "evaluation.json", "confusion.csv")
          try run.write(SplitTable.text(scan, split: split), to: SplitTable.fileName)
          hasModel = true
        }
        try best.write(to: run.model)
      } catch {
        failure = error
      }
    }
    Interruption.stopListening()
    if let failure { throw failure }
    try classifier.write(to: run.model)
    try run.write(RunFolder.csv(result.history), to: "history.csv")
    try report(classifier, result, scan, split, run)
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
  }

  /// Judges the model on patterns that it was not trained on, and says where all is.
  private func report(
    _ classifier: Classifier,
    _ result: TrainingResult,
    _ scan: PatternScan<ScannedPattern>,
    _ split: DatasetSplit,
    _ run: RunFolder
  ) throws {
    let seconds = result.history.reduce(0) { $0 + $1.seconds }
    let rates = result.history.map(\.examplesPerSecond).sorted()
    switch result.ending {
    case .completed: break
    case .stoppedEarly: StandardError.note("stopped: the validation loss falls no more")
    case .interrupted: StandardError.note("stopped as asked; the best model so far is kept")
    }
    StandardError.note(
      "trained \(result.history.count) epochs in \(DurationText.of(seconds)), "
        + "\(Int(rates[rates.count / 2])) patterns a second; best epoch \(result.bestEpoch)"
    )
    let held = split.test.isEmpty ? split.validation : split.test
    guard !held.isEmpty else {
      StandardError.warning("nothing was kept back, so that nothing tells how good the model is")
      StandardError.note("model: \(run.model)")
      return
    }
    let evaluation = try Evaluation(
      classes: classifier.classes,
      predictions: classifier.predictions(
        for: held,
        of: scan,
        classes: classifier.classes,
        threads: threadsOption.threads
      ),
      fusion: classifier.fusion,
      seed: training.seed
    )
    try run.write(evaluation.json() + "\n", to: "evaluation.json")
    try run.write(evaluation.confusionCSV(), to: "confusion.csv")
    if !quiet {
      let part =
        split.test.isEmpty
        ? "validation patterns, which chose the epoch and the calibration" : "test patterns"
      StandardOutput.write("On the \(held.count) \(part):\n\n\(evaluation.text())\n")
    }
    StandardError.note("model: \(run.model)")
  }
}
