import NeuralNetworks
import Pipelines
import SymmetryClassification

/// The output of a training: progress, notes and warnings on standard error, the evaluation on standard output, and
/// events for TensorBoard.
final class TerminalObserver: PipelineObserver {
  private let isQuiet: Bool
  private let isVerbose: Bool
  private var progress: TrainingProgress
  private var simulation: SimulationProgress?
  /// The events for TensorBoard; nil for none.
  var events: TrainingEvents?

  init(quiet: Bool, verbose: Bool = false) {
    (isQuiet, isVerbose) = (quiet, verbose)
    progress = TrainingProgress(epochs: 0, quiet: quiet)
  }

  var isInterrupted: Bool { Interruption.isRequested }

  func receive(_ event: PipelineEvent) throws {
    switch event {
    case .warning(let text): StandardError.warning(text)
    case .note(let text): note(text)
    case .detail(let text): if isVerbose { note(text) }
    case .network(let network): note("\n\(network)\n")
    case .trainingBegan(let start):
      if start.isOneOfSeveral {
        note(
          "network \(start.member) of \(start.members), initialisation \(start.restart) of \(start.restarts), "
            + "seed \(start.seed)"
        )
      }
      progress = TrainingProgress(epochs: start.epochs, former: start.history.last?.epoch ?? 0, quiet: isQuiet)
      try events?.begin(seed: start.isOneOfSeveral ? start.seed : nil, history: start.history)
    case .training(let event):
      progress.show(event)
      if case .epoch(let record, _) = event { try events?.add(record) }
    case .initializationFinished(let loss): note("  validation loss with the penalty on weights: \(loss)")
    case .trained(let runs): summarize(runs)
    case .evaluated(let evaluation, let data):
      if !isQuiet { StandardOutput.write("On the \(data):\n\n\(evaluation.text())\n") }
      try events?.add(FigureFiles.confusion(evaluation))
    case .simulating(let index, let count, let name):
      let own = simulation ?? SimulationProgress(structures: count, quiet: isQuiet)
      simulation = own
      own.show(index, fraction: 0, "\(name): master patterns")
    case .simulated: simulation?.end()
    case .classified(let done, let count): note("\(done) of \(count) patterns classified")
    case .matched(let done, let count): if count > 1 { note("\(done) of \(count) patterns matched") }
    }
  }

  private func note(_ text: String) { if !isQuiet { StandardError.note(text) } }

  private func summarize(_ runs: [TrainingRun]) {
    let history = runs.flatMap(\.result.history)
    let seconds = history.reduce(0) { $0 + $1.seconds }
    let rates = history.map(\.examplesPerSecond).sorted()
    switch runs.last?.result.ending {
    case .stoppedEarly: StandardError.note("stopped early: the validation loss no longer falls")
    case .interrupted: StandardError.note("interrupted; the best model so far is kept")
    default: break
    }
    if let run = runs.last, run.result.bestEpoch == 1, run.result.history.count >= 5,
      run.result.history[0].validationLoss != nil
    {
      note(
        "the first epoch was the best: the network overfits after it; more specimens or a lower "
          + "--learning-rate may help"
      )
    }
    let best = runs.map { "\($0.result.bestEpoch)" }.joined(separator: ", ")
    note(
      "trained \(history.count) epochs in \(DurationText.of(seconds)), "
        + "\(Int(rates.isEmpty ? 0 : rates[rates.count / 2])) patterns per second; best epoch \(best)"
    )
  }
}
