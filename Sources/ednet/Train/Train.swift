import ArgumentParser
import Pipelines
import SymmetryClassification

/// `ednet train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on a folder of patterns.",
    discussion: """
      The folder contains one folder per class, and in it one folder per specimen (a material, a \
      sample): patterns/<class>/<specimen>/<image>.png. All patterns of a specimen stay on the same \
      side of the split between training and validation. Without specimen folders the split is by \
      image. Folders train/, val/ and test/ above the classes fix the split.

        ednet train patterns/
        ednet train patterns/ --output run64 --size 64 --epochs 20
        ednet train spots/ --background none --augment spots
        ednet train new-materials/ --start run

      The run folder gets model.safetensors (the epoch with the lowest validation loss), \
      report.html, history.csv, split.csv, config.json, evaluation.json and confusion.csv. Ctrl-C \
      ends the training after the current batch and keeps the best model; a second Ctrl-C quits at \
      once. checkpoint.safetensors is written after each epoch; --resume continues from it to the \
      same model as an uninterrupted training. config.json holds all options, so that a run can be \
      repeated:

        ednet train --config run/config.json --output again
        ednet train --config run/config.json --resume
      """
  )

  private static let defaults = TrainingConfiguration()

  @Argument(help: "The folder of patterns.", completion: .directory) var patterns: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the run.", valueName: "folder")) var output = defaults
    .output

  @Flag(help: "Replace the run in the output folder.") var overwrite = false

  @Flag(
    help: ArgumentHelp(
      "Continue the run in the output folder.",
      discussion: "The options must be the same, except for --epochs, --patience and those without effect on the model."
    )
  ) var resume = false

  @Option(
    help: ArgumentHelp(
      "A JSON file of options, such as the config.json of a run. Command-line options override the file.",
      valueName: "file"
    )
  ) var config: String?

  @OptionGroup(title: "Training options") var training: TrainingArguments
  @OptionGroup(title: "Pattern options") var pattern: PatternArguments

  @Option(
    help: ArgumentHelp(
      "Train n networks and average their probabilities; one model file holds them all.",
      valueName: "n"
    )
  ) var ensemble = defaults.ensemble

  @Option(
    help: ArgumentHelp(
      "Train each network from n initialisations and keep the one with the lowest validation loss.",
      discussion: "The loss includes the penalty on weights: half the weight decay times their sum of squares. "
        + "The first training has the seed of --seed, each later one the next.",
      valueName: "n"
    )
  ) var restarts = defaults.restarts

  @Option(help: ArgumentHelp("The share of specimens in the validation set.", valueName: "share")) var validation =
    defaults.validation

  @Option(help: ArgumentHelp("The share of specimens in the test set.", valueName: "share")) var test = defaults.test

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Also write figures into the run, each as PNG (300 dpi), SVG and PDF."
  ) var figures = defaults.figures

  @Option(
    help: ArgumentHelp(
      "Also write TensorBoard events into a folder: loss, accuracy, learning rate, confusion matrix.",
      valueName: "folder"
    )
  ) var tensorboard: String?

  @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Skip unreadable files.") var skipBad = defaults.skipBad

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Allow the same image in two parts of the split or in two classes."
  ) var allowDuplicates = defaults.allowDuplicates

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Show no progress.") var quiet = false

  @Flag(name: .shortAndLong, help: "List the specimens of each class in each part of the split.") var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other.") }
    if overwrite && resume { throw ValidationError("--overwrite and --resume contradict each other.") }
    try ValidationError.checking { try trainingConfiguration.validate() }
  }

  func run() throws {
    try Processes.run { processes in
      let store = Processes.store(output, processes)
      Interruption.listen()
      defer { Interruption.stopListening() }
      let outcome = try TrainingPipeline(trainingConfiguration, processes: processes).run(
        in: store,
        mode: resume ? .resuming : overwrite ? .overwriting : .new,
        observer: Processes.observer(processes, try terminal())
      )
      guard processes.rank == 0 else { return }
      StandardError.note("model: \(store.location)/\(RunFile.model)")
      if outcome.evaluation != nil { StandardError.note("report: \(store.location)/\(RunFile.report)") }
    }
  }

  private func terminal() throws -> TerminalObserver {
    let observer = TerminalObserver(quiet: quiet, verbose: verbose)
    observer.events = try tensorboard.map { try TrainingEvents(folder: $0) }
    return observer
  }

  /// The options as the pipeline takes them.
  private var trainingConfiguration: TrainingConfiguration {
    var all = TrainingConfiguration(patterns: patterns)
    training.apply(to: &all)
    pattern.apply(to: &all)
    all.output = output
    (all.ensemble, all.restarts) = (ensemble, restarts)
    (all.validation, all.test) = (validation, test)
    (all.figures, all.tensorboard) = (figures, tensorboard)
    (all.skipBad, all.allowDuplicates) = (skipBad, allowDuplicates)
    all.threads = threadsOption.threads
    return all
  }
}
