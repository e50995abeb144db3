import ArgumentParser
import Pipelines

/// `ednet train-simulated`.
struct TrainSimulated: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on patterns that are simulated during the training.",
    discussion: """
      Trains on crystal structures (CIF files); the network sees no pattern twice. Each structure \
      is shown as itself and as virtual crystals of its symmetry, in random orientations, as \
      recorded by widely varying instruments. Some structures are held out and measure the accuracy \
      on unseen materials.

        ednet train-simulated Samples/structures --output run
        ednet train-simulated structures --output run --epochs 250 --resume
        ednet train-simulated my-structures --start run --output longer

      Master patterns are simulated first and kept in the cache. After each epoch the run folder \
      holds model.safetensors (the best so far; at the end the last), checkpoint.safetensors, \
      history.csv and structures.csv; with the same options, --resume continues to the same model \
      as an uninterrupted training. Before the learning rate falls, more --epochs may be set.
      """
  )

  @Argument(help: "CIF files, and folders of them.", completion: .file(extensions: ["cif"])) var structures: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the run.", valueName: "folder")) var output =
    SimulatedTrainingConfiguration().output

  @Flag(help: "Replace the run in the output folder.") var overwrite = false

  @Flag(help: "Continue the run in the output folder.") var resume = false

  @Flag(help: "Simulate the master patterns, and stop.") var prepare = false

  @OptionGroup(title: "Training options") var training: SimulatedTrainingArguments
  @OptionGroup(title: "Crystals") var crystals: CrystalArguments
  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Show no progress.") var quiet = false

  func validate() throws {
    if overwrite && resume { throw ValidationError("--overwrite and --resume contradict each other.") }
    try ValidationError.checking { try pipeline.configuration.validate() }
  }

  func run() throws {
    try Processes.run { processes in
      Interruption.listen()
      defer { Interruption.stopListening() }
      let observer = Processes.observer(processes, TerminalObserver(quiet: quiet))
      guard !prepare else {
        if processes.rank == 0 { try pipeline.simulateMasterPatterns(observer: observer) }
        return
      }
      let store = Processes.store(output, processes)
      var pipeline = pipeline
      pipeline.processes = processes
      _ = try pipeline.run(in: store, mode: resume ? .resuming : overwrite ? .overwriting : .new, observer: observer)
      if processes.rank == 0 { StandardError.note("model: \(store.location)/\(RunFile.model)") }
    }
  }

  private var pipeline: SimulatedTrainingPipeline {
    var all = SimulatedTrainingConfiguration()
    (all.structures, all.output, all.threads) = (structures, output, threadsOption.threads)
    training.apply(to: &all)
    crystals.apply(to: &all)
    return SimulatedTrainingPipeline(all)
  }
}
