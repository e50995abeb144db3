import ArgumentParser
import Crystallography
import Diffraction
import Foundation
import NeuralNetworks
import SymmetryClassification
import Workers

/// `ednet train-simulated`.
struct TrainSimulated: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on patterns that are simulated as it learns.",
    discussion: """
      Crystal structures (CIF) in, a model out that has seen no pattern twice. Each structure is \
      shown as itself and as virtual crystals of its symmetry, in all orientations, by instruments \
      that vary widely. Some structures are held out, and tell how good the model is on materials \
      that it has never seen.

        ednet train-simulated Samples/structures --output run
        ednet train-simulated structures --output run --epochs 250 --resume
        ednet train-simulated my-structures --start run --output longer

      Master patterns are simulated first and kept in the cache. After each epoch the run folder \
      holds model.safetensors (the best so far; at the end the last one), checkpoint.safetensors, history.csv and \
      structures.csv; --resume goes on from there, with the same options to the same bits as \
      without a stop. Until the learning rate falls a run may be made longer with more --epochs.
      """
  )

  @Argument(help: "CIF files, and folders of them.", completion: .file(extensions: ["cif"]))
  var structures: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder of the run.", valueName: "folder"))
  var output = "run"

  @Flag(help: "Write over a run that is in the output folder.")
  var overwrite = false

  @Flag(help: "Go on with the run in the output folder.")
  var resume = false

  @Flag(help: "Simulate the master patterns, and stop.")
  var prepare = false

  @OptionGroup(title: "Training options") var training: SimulatedTrainingArguments
  @OptionGroup(title: "Crystals") var crystals: CrystalArguments
  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  func run() throws {
    let collection = try StructureCollection(structures, crystals: crystals)
    // Before hours of simulation rather than after them.
    let start = try SimulatedTrainingStart(collection.classes, training)
    let run = prepare ? nil : try RunFolder(output, overwrite: overwrite || resume)
    Interruption.listen()
    let pool = WorkerPool(threads: threadsOption.threads)
    let sources = try SimulatedTrainingSources(
      collection,
      crystals: crystals,
      pool: pool,
      quiet: quiet
    )
    guard let run else { return }
    let setup = try SimulatedTrainingSetup(
      start,
      collection,
      sources,
      training,
      crystals,
      pool: pool
    )
    let checkpoint = CheckpointFile(
      path: run.path + "/checkpoint.safetensors",
      content: setup.content
    )
    let state = resume ? try checkpoint.read(judges: "judges") : nil
    if !quiet { StandardError.note("\n\(start.model.network)\n") }
    try run.write(collection.csv, to: "structures.csv")

    var failure: (any Error)?
    var progress = TrainingProgress(
      epochs: training.epochs,
      former: state?.epoch ?? 0,
      quiet: quiet
    )
    let result = try setup.trainer(threads: threadsOption.threads).train(
      start.model,
      on: setup.training,
      validation: setup.validation,
      resuming: state
    ) { event in
      progress.show(event)
      do {
        switch event {
        case .best(let model, let record):
          try setup.classifier(model, record).write(to: run.model)
        case .checkpoint(let state):
          try checkpoint.write(state)
          try run.write(RunFolder.csv(state.history), to: "history.csv")
        case .batch, .epoch: break
        }
      } catch {
        failure = error
      }
      return failure == nil && !Interruption.isRequested
    }
    Interruption.stopListening()
    if let failure { throw failure }
    try run.write(RunFolder.csv(result.history), to: "history.csv")
    // Fresh patterns are not learnt by heart, and at the end the rate has fallen: the last model is the best one, while
    // the loss before the calibration would choose one that is less sure. A run that was stopped has not come so far.
    let isWhole = result.ending == .completed
    var classifier = try setup.calibrated(
      setup.classifier(
        isWhole ? result.last : result.best,
        isWhole ? result.history.last : result.history.first { $0.epoch == result.bestEpoch }
      ),
      threads: threadsOption.threads
    )
    let evaluation = try setup.evaluation(of: classifier, seed: training.seed)
    classifier.card = setup.card(of: classifier, evaluation, choosesEpoch: !isWhole)
    try classifier.write(to: run.model)
    try run.write(evaluation.json() + "\n", to: "evaluation.json")
    try run.write(evaluation.confusionCSV(), to: "confusion.csv")
    if !quiet {
      StandardOutput.write("On \(setup.judges(chooseEpoch: !isWhole)):\n\n\(evaluation.text())\n")
    }
    StandardError.note("model: \(run.model)")
  }
}
