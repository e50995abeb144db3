import Diffraction
import Files
import Imaging
import NeuralNetworks
import SymmetryClassification

/// The network of a phase identification: trained on simulated patterns of the candidates, or read from a file.
struct PhaseNetwork {
  let configuration: PhaseConfiguration
  let candidates: PhaseCandidates
  let detectors: [DetectorGeometry]
  let run: PhaseRun

  /// The file of a trained network in the folder of the results.
  static let file = "network.safetensors"

  /// The network, which is trained unless there is a file of it.
  ///
  /// - Parameter sample: a function that reads patterns whose noise simulated ones shall have.
  /// - Returns: a classifier of the candidates and "none of these".
  /// - Throws: `PipelineError` if a file has other candidates, or after an interruption; the errors of training.
  func classifier(sample: () throws -> [GrayImage]) throws -> Classifier {
    if let name = configuration.network {
      let file = ModelFile(name)
      let classifier = try file.load()
      guard classifier.classes == classes else {
        throw PipelineError(
          "--network: \(file.path) has the classes \(classifier.classes.joined(separator: ", ")), but the candidates "
            + "are \(candidates.structures.map(\.name).joined(separator: ", ")); name the same candidates in this "
            + "order, or train a network by leaving out --network"
        )
      }
      return classifier
    }
    let store = run.progress?.training
    if let store, let file = try store.checkpoint(Self.file) {
      return try Classifier(file, file: store.path(of: Self.file))
    }
    let classifier = try trained(sample: sample(), store)
    if let store, let folder = configuration.output {
      let bytes = try classifier.encoded()
      // In the folder of the unfinished run too, since a file beside the results may be that of another one.
      try store.write(bytes, to: Self.file)
      if run.processes.rank == 0 { try OutputFile.write(bytes, to: "\(folder)/\(Self.file)") }
    }
    return classifier
  }

  private var classes: [String] { candidates.structures.map(\.name) + [PhaseNetworkTraining.noneLabel] }

  private func trained(sample: [GrayImage], _ store: (any RunStore)?) throws -> Classifier {
    var training = try PhaseNetworkTraining(
      zip(candidates.structures, candidates.masterPatterns).map { PhaseNetworkTraining.Phase($0, $1) },
      voltage: run.patterns.images.voltage,
      detectors: detectors,
      sample: sample
    )
    training.patterns = configuration.trainingPatterns
    training.threads = configuration.threads
    training.processes = run.processes
    let checkpoint = RunFile.checkpoint(seed: nil)
    let state = try store?.readTrainingState(checkpoint)
    try run.observer.receive(
      .note("training a network on \(training.patterns) simulated patterns of the candidates and of other crystals")
    )
    try run.observer.receive(
      .trainingBegan(TrainingStart(seed: training.seed, epochs: training.epochs, history: state?.history ?? []))
    )
    var failure: (any Error)?
    let classifier = try training.classifier(from: start, resuming: state) { event in
      do {
        try run.observer.receive(.training(event))
        if case .checkpoint(let state) = event {
          try store?.write(state.safeTensors(metadata: [:]).encoded(), to: checkpoint)
        }
      } catch { failure = error }
      return failure == nil && !run.observer.isInterrupted
    }
    if let failure { throw failure }
    guard let classifier else { throw run.interruption }
    return classifier
  }

  /// The quick model that comes with ednet, whose first layers know what bands are; nil if it is not there.
  private var start: Model? { PackagedModel.fast.path.flatMap { try? Classifier(contentsOf: $0).model } }

  /// The network's answers to all images, in their order, which the processes share.
  ///
  /// - Throws: `PipelineError` after an interruption, and the errors of reading images.
  func answers(of classifier: Classifier) throws -> [PhaseAnswer] {
    let predictor = classifier.predictor(threads: configuration.threads)
    let count = run.patterns.images.references.count
    return try run.map(none: PhaseAnswer(probabilities: [], isPattern: false)) { patterns in
      try predictor.predict(patterns).map {
        PhaseAnswer(probabilities: $0.probabilities, isPattern: $0.isPattern)
      }
    } progress: {
      try run.observer.receive(.classified($0, of: count))
    }
  }
}

/// A network's answer to a pattern.
struct PhaseAnswer: Codable, Sendable {
  /// The probability of each candidate, and of none of them.
  let probabilities: [Float]
  /// False if the image does not look like a pattern.
  let isPattern: Bool

  /// The decision, unless matching shall make it.
  ///
  /// - Parameters:
  ///   - least: the least probability.
  ///   - alike: for each candidate, the numbers of the candidates that look like it, with itself.
  /// - Returns: a phase, or all phases that look alike; nil if they are not probable enough.
  func decision(least: Float, alike: [[Int]]) -> PhaseDecision? {
    guard isPattern, let best = alike.indices.max(by: { probabilities[$0] < probabilities[$1] }) else { return nil }
    let group = alike[best].sorted { probabilities[$0] > probabilities[$1] }
    guard group.reduce(0, { $0 + probabilities[$1] }) >= least else { return nil }
    return group.count > 1 ? .ambiguous(group) : .phase(best)
  }
}

extension RunStore {
  /// The state of an unfinished training; nil if there is none.
  fileprivate func readTrainingState(_ name: String) throws -> TrainingState? {
    try checkpoint(name).map { try TrainingState($0, file: path(of: name)) }
  }
}
