import NeuralNetworks
import SymmetryClassification

/// Trainings one after the other: so many members, and for each so many restarts of which the best is kept.
struct TrainingRuns {
  /// How many networks the model is to have.
  let members: Int
  /// How many initialisations each of them is chosen from.
  let restarts: Int
  /// The seed of the first training; the next has the next.
  let firstSeed: Int

  /// Trains them all.
  ///
  /// - Parameters:
  ///   - options: how to train, but for the seed.
  ///   - train: trains once.
  ///   - told: told of each training before it begins; nothing where there is only one.
  ///   - finished: handed the members that there are whenever one more is there.
  /// - Returns: the members, and all trainings that ended in a usable model.
  /// - Throws: what `train` and `finished` throw.
  func callAsFunction(
    options: ClassifierOptions,
    train: (ClassifierOptions) throws -> (classifier: Classifier, result: TrainingResult),
    told: (String) -> Void,
    finished: ([Classifier]) throws -> Void
  ) throws -> (members: [Classifier], runs: [TrainingRun]) {
    var chosen: [Classifier] = []
    var runs: [TrainingRun] = []
    for member in 1...members {
      var best: (classifier: Classifier, loss: Float)?
      for restart in 1...restarts where runs.last?.result.ending != .interrupted {
        var options = options
        options.training.seed = firstSeed + (member - 1) * restarts + restart - 1
        if members * restarts > 1 {
          told(
            "network \(member) of \(members), initialisation \(restart) of \(restarts), "
              + "seed \(options.training.seed)"
          )
        }
        let (classifier, result) = try train(options)
        // One that was stopped half-way would only make the others worse.
        if result.ending == .interrupted && !runs.isEmpty { return try end(chosen, best, runs) }
        runs.append(
          TrainingRun(
            member: member,
            restart: restart,
            seed: options.training.seed,
            result: result
          )
        )
        let loss = options.penalizedLoss(of: result) ?? .infinity
        if restarts > 1 { told("  validation loss with the penalty on weights: \(loss)") }
        if loss < best?.loss ?? .infinity || best == nil { best = (classifier, loss) }
      }
      guard let best else { break }
      chosen.append(best.classifier)
      try finished(chosen)
    }
    return (chosen, runs)

    func end(
      _ chosen: [Classifier],
      _ best: (classifier: Classifier, loss: Float)?,
      _ runs: [TrainingRun]
    ) throws -> (members: [Classifier], runs: [TrainingRun]) {
      guard let best else { return (chosen, runs) }
      let members = chosen + [best.classifier]
      try finished(members)
      return (members, runs)
    }
  }
}
