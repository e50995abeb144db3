import NeuralNetworks

/// The calibration of a classifier's probabilities on validation specimens.
public struct Calibration: Codable, Sendable, Hashable {
  /// The divisor of the logits.
  public var temperature: Temperature
  /// The rule that fuses the patterns of one crystal; nil if no specimen had two patterns.
  public var fusion: Fusion?
  /// The risk–coverage curve of single patterns.
  public var patternCurve: RiskCoverageCurve?
  /// The risk–coverage curve of specimens, all patterns of each fused.
  public var specimenCurve: RiskCoverageCurve?
  /// The number of validation patterns.
  public var patterns: Int
  /// The number of their specimens; a pattern without specimen counts as its own.
  public var specimens: Int

  /// The calibration if none was fitted: the plain softmax, and no fusion rule or curves.
  public static let none = Calibration(
    temperature: .unscaled,
    fusion: nil,
    patternCurve: nil,
    specimenCurve: nil,
    patterns: 0,
    specimens: 0
  )

  /// Fits the temperature, then with it the fusion rule, then the curves.
  ///
  /// - Parameters:
  ///   - outputs: the outputs for validation patterns, of specimens that the network was not trained on.
  ///   - prior: the prior probability of each class in training, above 0; nil if they are equal.
  ///   - seed: the random seed of the groups of patterns for the fusion rule.
  /// - Returns: the calibration; `none` if there are no outputs.
  public static func fit(_ outputs: LabeledOutputs, prior: [Double]? = nil, seed: Int = 1) -> Calibration {
    guard !outputs.labels.isEmpty else { return .none }
    let temperature = Temperature.fit(outputs)
    let probabilities = outputs.logits.map { temperature.probabilities($0) }
    let (labels, specimens) = (outputs.labels, outputs.specimens)
    let fusion = Fusion.fit(
      probabilities: probabilities,
      labels: labels,
      specimens: specimens,
      prior: prior,
      seed: seed
    )
    return Calibration(
      temperature: temperature,
      fusion: fusion,
      patternCurve: RiskCoverageCurve(
        confidences: probabilities.map { Double($0.max() ?? 0) },
        isCorrect: zip(probabilities, labels).map { $0.mostProbable == $1 },
        specimens: specimens
      ),
      specimenCurve: fusion.map { curve($0, probabilities, labels, specimens) },
      patterns: labels.count,
      specimens: outputs.specimenCount
    )
  }

  private static func curve(
    _ fusion: Fusion,
    _ probabilities: [[Float]],
    _ labels: [Int],
    _ specimens: [Int]
  ) -> RiskCoverageCurve {
    var evidence: [Int: (sum: Fusion.Evidence, label: Int)] = [:]
    for (index, specimen) in specimens.enumerated() {
      let classes = probabilities[index].count
      evidence[specimen, default: (Fusion.Evidence(classes: classes), labels[index])].sum.add(probabilities[index])
    }
    let answers = evidence.sorted { $0.key < $1.key }.map { specimen, entry in
      (specimen, entry.label, fusion.probabilities(entry.sum))
    }
    return RiskCoverageCurve(
      confidences: answers.map { Double($0.2.max() ?? 0) },
      isCorrect: answers.map { $0.2.mostProbable == $0.1 },
      specimens: answers.map(\.0)
    )
  }
}

extension Classifier {
  /// Returns the classifier with a calibration, scales of 8-bit answers and an out-of-distribution detector fitted on
  /// validation patterns.
  ///
  /// - Parameters:
  ///   - validation: the validation patterns; if there are none, nothing changes.
  ///   - training: the training patterns, of which a few thousand serve to fit the detector.
  ///   - prior: see ``Calibration/fit(_:prior:seed:)``.
  ///   - threads: the number of threads; nil for one per processor.
  /// - Returns: the same networks with a new calibration.
  public func calibrated(
    on validation: LabeledPatterns,
    training: LabeledPatterns = LabeledPatterns(),
    prior: [Double]? = nil,
    threads: Int? = nil
  ) -> Classifier {
    do {
      return try calibrated(
        on: validation,
        training: training,
        prior: prior,
        threads: threads,
        processes: SingleProcess()
      )
    } catch { preconditionFailure("patterns in memory can always be loaded: \(error)") }
  }

  /// As ``calibrated(on:training:prior:threads:)``, by processes that share the work; each gets the result.
  ///
  /// - Throws: `ProcessFailure`, and an error of the communication.
  package func calibrated(
    on validation: LabeledPatterns,
    training: LabeledPatterns,
    prior: [Double]?,
    threads: Int?,
    processes: any ProcessGroup
  ) throws -> Classifier {
    try calibrated(
      on: dataset(validation),
      labels: validation.labels,
      specimens: validation.specimens,
      training: dataset(training),
      variesPatterns: self.training.options.augmentation != nil,
      prior: prior,
      threads: threads,
      processes: processes
    )
  }

  /// Returns the classifier with a calibration, scales of 8-bit answers and an out-of-distribution detector fitted on
  /// validation data sets.
  ///
  /// The detector is fitted on patterns without augmentation and, if training varies patterns, also on augmented ones:
  /// patterns of another instrument differ more from one's own than those among themselves, and the network was trained
  /// on such variations.
  ///
  /// - Parameters:
  ///   - validation: the validation inputs; if there are none, nothing changes.
  ///   - labels: the class index of each input.
  ///   - specimens: the specimen number of each input; empty if each is its own specimen.
  ///   - training: the training inputs; nil fits no detector.
  ///   - variesPatterns: true if the data sets vary patterns from epoch to epoch.
  ///   - prior: see ``Calibration/fit(_:prior:seed:)``.
  ///   - threads: the number of threads; nil for one per processor.
  ///   - processes: the processes that share the work; each has the same data sets and gets the result.
  /// - Returns: the same networks with a new calibration.
  /// - Throws: the errors of the data sets; in a group of processes `ProcessFailure`.
  public func calibrated(
    on validation: some Dataset,
    labels: [Int],
    specimens: [Int],
    training: (some Dataset)? = PatternDataset?.none,
    variesPatterns: Bool,
    prior: [Double]? = nil,
    threads: Int? = nil,
    processes: any ProcessGroup = SingleProcess()
  ) throws -> Classifier {
    guard validation.count > 0 else { return self }
    var calibrated = try measuringScales(on: validation, threads: threads, processes: processes)
    let predictor = predictor(threads: threads)
    let logits = try WorkQueue.map(Array(0..<validation.count), among: processes) { part in
      try predictor.outputs(count: part.count) { index, input in
        _ = try validation.load(part[index], epoch: nil, into: input)
      }.map(\.output.logits)
    }
    calibrated.calibration = .fit(
      LabeledOutputs(logits: logits, labels: labels, specimens: specimens),
      prior: prior
    )
    guard let training, training.count > 0 else { return calibrated }
    func drawn(_ dataset: some Dataset) throws -> [OutOfDistributionDetector.Sample] {
      // Training counts epochs from 1, so that epoch 0 has new variations.
      let epochs = variesPatterns ? [nil, 0] : [nil]
      return try epochs.flatMap { epoch in
        try samples(of: dataset, epoch: epoch, by: predictor, processes)
      }
    }
    calibrated.outOfDistributionDetector = .fit(training: try drawn(training), validation: try drawn(validation))
    return calibrated
  }

  /// The network's inputs for patterns, varied from epoch to epoch as in training.
  func dataset(_ patterns: LabeledPatterns) -> PatternDataset {
    PatternDataset(
      images: patterns.images,
      labels: patterns.labels,
      preprocessing: preprocessing,
      augmentation: training.options.augmentation,
      seed: training.options.training.seed
    )
  }

  /// The greatest number of patterns of each kind that the detector is fitted on.
  private static let maximumDetectorPatterns = 2000

  /// The measurements of evenly spaced inputs of a data set.
  private func samples(
    of dataset: some Dataset,
    epoch: Int?,
    by predictor: ClassifierPredictor,
    _ processes: any ProcessGroup
  ) throws -> [OutOfDistributionDetector.Sample] {
    let step = (dataset.count - 1) / min(Self.maximumDetectorPatterns, dataset.count) + 1
    return try WorkQueue.map(Array(stride(from: 0, to: dataset.count, by: step)), among: processes) { part in
      try predictor.outputs(count: part.count) { index, input in
        _ = try dataset.load(part[index], epoch: epoch, into: input)
        return PatternStatistics(input: input.readOnly.array)
      }.map { OutOfDistributionDetector.Sample(features: $0.output.features, statistics: $0.extra) }
    }
  }
}
