import Files
import NeuralNetworks
import SymmetryClassification

/// The trainings of a run, one after another: the members of an ensemble, each the best of several initialisations.
///
/// A finished training resumes from its checkpoint at its end, so that a run of several trainings resumes from the
/// checkpoints alone.
struct TrainingSchedule {
  private let preparation: Preparation
  private let session: RunSession
  private let processes: any ProcessGroup
  private let members: Int
  private let restarts: Int

  init(_ preparation: Preparation, _ session: RunSession, _ processes: any ProcessGroup) {
    (self.preparation, self.session, self.processes) = (preparation, session, processes)
    (members, restarts) = (preparation.configuration.ensemble, preparation.configuration.restarts)
  }

  private var isSingle: Bool { members * restarts == 1 }

  private func checkpoint(seed: Int) -> String { RunFile.checkpoint(seed: isSingle ? nil : seed) }

  /// Throws if there is nothing to resume, or only something of another run.
  func check() throws {
    let first = checkpoint(seed: preparation.configuration.seed)
    let path = session.store.path(of: first)
    guard let file = try session.store.checkpoint(first) else {
      guard let other = session.store.checkpoints.first else {
        throw PipelineError("there is no run to resume: \(path) does not exist")
      }
      let path = session.store.path(of: other)
      let fixed = try session.store.checkpoint(other).map {
        try preparation.identity.differences(from: $0.metadata, file: path).fixed
      }
      if let fixed, !fixed.isEmpty { throw RunSession.refusal(path, fixed) }
      throw PipelineError(
        "\(session.store.location) holds \(other) of a run with another --ensemble, --restarts or --seed; resume with "
          + "the options in \(RunFile.configuration), or start again with --overwrite"
      )
    }
    let fixed = try preparation.identity.differences(from: file.metadata, file: path).fixed
    guard fixed.isEmpty else { throw RunSession.refusal(path, fixed) }
    for number in 0..<members * restarts {
      _ = try session.state(checkpoint(seed: preparation.configuration.seed + number), isSilent: true)
    }
  }

  /// Trains all members.
  ///
  /// - Returns: the members, and all trainings that ended in a usable model.
  func train() throws -> (members: [Classifier], runs: [TrainingRun]) {
    var chosen: [Classifier] = []
    var runs: [TrainingRun] = []
    for member in 1...members {
      var best: (classifier: Classifier, loss: Float)?
      for restart in 1...restarts where runs.last?.result.ending != .interrupted {
        let seed = preparation.configuration.seed + (member - 1) * restarts + restart - 1
        let (classifier, result) = try train(member: member, restart: restart, seed: seed)
        // A training that was interrupted midway would only make the others worse.
        if result.ending == .interrupted && !runs.isEmpty { break }
        runs.append(TrainingRun(member: member, restart: restart, seed: seed, result: result))
        let loss = preparation.options.penalizedLoss(of: result) ?? .infinity
        if restarts > 1 { try session.observer.receive(.initializationFinished(loss: loss)) }
        if loss < best?.loss ?? .infinity || best == nil { best = (classifier, loss) }
      }
      guard let best else { break }
      chosen.append(best.classifier)
      if session.observer.isInterrupted { break }
    }
    return (chosen, runs)
  }

  private func train(member: Int, restart: Int, seed: Int) throws -> (classifier: Classifier, result: TrainingResult) {
    var options = preparation.options
    options.training.seed = seed
    let name = checkpoint(seed: seed)
    let state = try session.state(name)
    try session.observer.receive(
      .trainingBegan(
        TrainingStart(
          member: member,
          members: members,
          restart: restart,
          restarts: restarts,
          seed: seed,
          epochs: options.training.epochs,
          history: state?.history ?? []
        )
      )
    )
    let result = try Classifier.train(
      preparation.network,
      classes: preparation.classes,
      on: preparation.training,
      validation: preparation.validation,
      splitBySpecimen: preparation.split.basis == .specimen,
      preprocessing: preparation.preprocessing,
      options: options,
      from: preparation.start,
      resuming: state,
      processes: processes
    ) { event in
      session.handle(event, checkpoint: name)
    } keepingBest: { best in
      // The best model of the first training is already there when others begin.
      if member == 1 && restart == 1 { session.keep(best) }
    }
    if let failure = session.failure { throw failure }
    return result
  }
}
