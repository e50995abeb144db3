import NeuralNetworks

extension Classifier {
  /// The classifier with temperature, fusion, acceptance and what tells patterns from other images, fitted on patterns
  /// that it did not learn from.
  ///
  /// - Parameters:
  ///   - validation: the patterns; where there are none, nothing changes.
  ///   - training: what it learnt from, of which some thousand say what patterns are like.
  ///   - prior: see `Calibration.fit`.
  ///   - threads: how many threads work; nil for one a processor.
  /// - Returns: the same networks with another calibration.
  public func calibrated(
    on validation: LabeledPatterns,
    training: LabeledPatterns = LabeledPatterns(),
    prior: [Double]? = nil,
    threads: Int? = nil
  ) -> Classifier {
    func dataset(_ patterns: LabeledPatterns) -> PatternDataset {
      PatternDataset(
        images: patterns.images,
        labels: patterns.labels,
        preprocessing: preprocessing,
        augmentation: self.training.options.augmentation,
        seed: self.training.options.training.seed
      )
    }
    do {
      return try calibrated(
        on: dataset(validation),
        labels: validation.labels,
        specimens: validation.specimens,
        training: dataset(training),
        variesPatterns: self.training.options.augmentation != nil,
        prior: prior,
        threads: threads
      )
    } catch {
      preconditionFailure("patterns in memory can always be loaded: \(error)")
    }
  }

  /// The same for patterns of any kind, as those that are simulated.
  ///
  /// What tells other images from patterns is fitted on patterns as they are and, where training varies them, as it
  /// does: what the network learnt to read is no novelty, and patterns of another instrument differ more from one's
  /// own than those among themselves.
  ///
  /// - Parameters:
  ///   - validation: the patterns as the network takes them; where there are none, nothing changes.
  ///   - labels: the class of each.
  ///   - specimens: the same number for patterns of one crystal; empty where each is its own.
  ///   - training: what it learnt from; nil leaves out what tells other images.
  ///   - variesPatterns: whether patterns of an epoch are other ones than those without an epoch.
  ///   - prior: see `Calibration.fit`.
  ///   - threads: how many threads work; nil for one a processor.
  /// - Returns: the same networks with another calibration.
  /// - Throws: what a data set throws that cannot load.
  public func calibrated(
    on validation: some Dataset,
    labels: [Int],
    specimens: [Int],
    training: (some Dataset)? = PatternDataset?.none,
    variesPatterns: Bool,
    prior: [Double]? = nil,
    threads: Int? = nil
  ) throws -> Classifier {
    guard validation.count > 0 else { return self }
    var calibrated = self
    let predictor = predictor(threads: threads)
    let held = try samples(of: validation, by: predictor)
    calibrated.calibration = .fit(
      LabeledOutputs(logits: held.map(\.logits), labels: labels, specimens: specimens),
      prior: prior
    )
    guard let training, training.count > 0 else { return calibrated }
    func drawn(_ dataset: some Dataset) throws -> [OutOfDistributionDetector.Sample] {
      // Training counts epochs from 1, so that none of its variants is drawn again.
      let epochs = variesPatterns ? [nil, 0] : [nil]
      return try epochs.flatMap { epoch in
        try samples(of: dataset, epoch: epoch, by: predictor, limit: Self.noveltyPatterns)
          .map(\.sample)
      }
    }
    calibrated.outOfDistributionDetector = .fit(
      training: try drawn(training),
      validation: try drawn(validation)
    )
    return calibrated
  }

  private static let noveltyPatterns = 2000

  /// What the networks say of the patterns of a data set, at most `limit` of them, evenly taken.
  private func samples(
    of dataset: some Dataset,
    epoch: Int? = nil,
    by predictor: ClassifierPredictor,
    limit: Int = .max
  ) throws -> [(logits: [Float], sample: OutOfDistributionDetector.Sample)] {
    let step = (dataset.count - 1) / min(limit, dataset.count) + 1
    return try predictor.outputs(count: (dataset.count - 1) / step + 1) { index, input in
      _ = try dataset.load(index * step, epoch: epoch, into: input)
      return PatternStatistics(input: input.readOnly.array)
    }.map { output, statistics in
      (
        output.logits,
        OutOfDistributionDetector.Sample(features: output.features, statistics: statistics)
      )
    }
  }
}
