import Diffraction
import Files
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import Workers

/// A training on simulated patterns, none of which is seen twice, from crystal structures to the model card.
///
/// It differs from ``TrainingPipeline`` only in the source of its patterns.
public struct SimulatedTrainingPipeline: Sendable {
  /// The options.
  public var configuration: SimulatedTrainingConfiguration

  /// The processes that share the gradients and the validation; each runs the pipeline.
  public var processes: any ProcessGroup

  /// Creates a pipeline.
  public init(_ configuration: SimulatedTrainingConfiguration, processes: any ProcessGroup = SingleProcess()) {
    (self.configuration, self.processes) = (configuration, processes)
  }

  /// Simulates the master patterns that the cache lacks, and nothing else.
  ///
  /// - Throws: `PipelineError`.
  public func simulateMasterPatterns(observer: any PipelineObserver = SilentObserver()) throws {
    try configuration.validate()
    let collection = try StructureCollection(configuration)
    for warning in collection.warnings { try observer.receive(.warning(warning)) }
    _ = try SimulatedCrystals(
      collection,
      configuration,
      pool: WorkerPool(threads: configuration.threads),
      observer: observer
    )
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - store: the place of the run's files.
  ///   - mode: the treatment of a run that is in the store already.
  ///   - observer: an observer of the progress, which can also interrupt it.
  /// - Returns: the calibrated classifier and its evaluation.
  /// - Throws: `PipelineError` and the errors of the other modules, each of one sentence.
  public func run(
    in store: any RunStore,
    mode: RunMode = .new,
    observer: any PipelineObserver = SilentObserver()
  ) throws -> (classifier: Classifier, evaluation: Evaluation) {
    try configuration.validate()
    let collection = try StructureCollection(configuration)
    for warning in collection.warnings { try observer.receive(.warning(warning)) }
    // Before hours of simulation rather than after them.
    let start = try SimulatedTrainingStart(collection.classes, configuration)
    try store.open(mode)
    defer { store.close() }
    let data = try SimulatedTrainingData(
      configuration,
      collection,
      start,
      pool: WorkerPool(threads: configuration.threads),
      observer: observer
    )
    let session = RunSession(
      store,
      mode,
      observer,
      identity: data.identity,
      initialFiles: [(RunFile.structures, collection.csv), (RunFile.configuration, configuration.json)]
    )
    let checkpoint = RunFile.checkpoint(seed: nil)
    let state = try state(checkpoint, of: start.model, data, session)
    try observer.receive(.network(start.model.network))
    try observer.receive(
      .trainingBegan(
        TrainingStart(seed: configuration.seed, epochs: configuration.epochs, history: state?.history ?? [])
      )
    )
    var trainer = data.trainer
    trainer.processes = processes
    let result = try trainer.train(start.model, on: data.training, validation: data.validation, resuming: state) {
      event in
      if case .best(let model, let record) = event { session.keep(data.classifier(model, record)) }
      return session.handle(event, checkpoint: checkpoint, writesHistory: true)
    }
    if let failure = session.failure { throw failure }
    // New patterns cannot be overfitted, and at the end the learning rate has fallen: the last model is the best one,
    // while the loss before the calibration would choose a less confident one. An interrupted run has no such end.
    let isWhole = result.ending == .completed
    var classifier = try data.calibrated(
      data.classifier(
        isWhole ? result.last : result.best,
        isWhole ? result.history.last : result.history.first { $0.epoch == result.bestEpoch }
      ),
      processes
    )
    let evaluation = try data.evaluation(of: classifier, processes)
    let description = data.validationDescription(choosesEpoch: !isWhole)
    classifier.card = data.card(of: classifier, evaluation, validation: description)
    try store.write(HistoryTable.text(result.history), to: RunFile.history)
    try session.write(evaluation)
    try store.write(classifier.encoded(), to: RunFile.model)
    try observer.receive(.evaluated(evaluation, data: description))
    return (classifier, evaluation)
  }

  /// The state from which the training resumes; changed options are allowed with a warning.
  private func state(
    _ checkpoint: String,
    of model: Model,
    _ data: SimulatedTrainingData,
    _ session: RunSession
  ) throws -> TrainingState? {
    guard session.mode == .resuming else { return nil }
    let path = session.store.path(of: checkpoint)
    guard let file = try session.store.checkpoint(checkpoint) else {
      throw PipelineError("there is no run to resume: \(path) does not exist")
    }
    let (fixed, allowed) = try session.identity.differences(from: file.metadata, file: path)
    var state = try TrainingState(file, file: path)
    // The parameters are those of a network for the former classes.
    guard state.parameters.count == model.parameters.count, !fixed.content.contains(SimulatedTrainingData.classesKey)
    else { throw RunSession.refusal(path, fixed) }
    for text in fixed.options.map(\.text) + fixed.content.map({ "other \($0)" })
      + (allowed["epochs"].map { [$0] } ?? [])
    { try session.observer.receive(.warning("\(path): resumed with \(text)")) }
    // A loss on other patterns says nothing about these.
    if fixed.content.contains(SimulatedTrainingData.validationKey) { state.bestLoss = nil }
    return state
  }
}
