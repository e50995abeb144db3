/// The accuracy of a classifier on labelled patterns, per pattern and per specimen, with confidence intervals.
public struct Evaluation: Sendable {
  /// The names of the classes, in the order of the model.
  public let classes: [String]
  /// The evaluated predictions, in the order given.
  public let predictions: [PatternPrediction]
  /// The metrics of patterns.
  public let metrics: ClassificationMetrics
  /// The specimens, in the order of their first patterns; empty if no specimen is named.
  public let specimens: [SpecimenPrediction]
  /// The metrics of specimens; nil if no specimen is named.
  public let specimenMetrics: ClassificationMetrics?
  /// The reliability of the probabilities, and the risk–coverage curve.
  public let curves: ConfidenceCurves
  /// The number of images that the model does not take for patterns, which count as patterns nevertheless; nil if the
  /// model has no out-of-distribution detector.
  public var nonPatternCount: Int? {
    let known = predictions.compactMap(\.isPattern)
    return known.isEmpty ? nil : known.count { !$0 }
  }
  /// The selective prediction of patterns, for reports only.
  public var selectivePatterns: SelectivePrediction?
  /// The selective prediction of specimens, for reports only.
  public var selectiveSpecimens: SelectivePrediction?
  /// The confidence intervals.
  public let bootstrap: Bootstrap
  /// Remarks on the numbers, one sentence each, without a full stop.
  public let notes: [String]

  /// Evaluates predictions.
  ///
  /// A specimen is identified by its true class and its name. The same predictions and seed give the same intervals, to
  /// the bit.
  ///
  /// - Parameters:
  ///   - classes: the names of the classes, in the order of the model.
  ///   - predictions: one prediction per pattern.
  ///   - fusion: the rule that fuses the patterns of a specimen.
  ///   - seed: the random seed of the bootstrap.
  ///   - resamples: the number of bootstrap resamples.
  /// - Throws: `EvaluationError` if there are no predictions, a class name is repeated, or a prediction's class or
  ///   probabilities do not match the classes.
  public init(
    classes: [String],
    predictions: [PatternPrediction],
    fusion: Fusion = .unfitted,
    seed: Int = 0,
    resamples: Int = 2000
  ) throws(EvaluationError) {
    try Self.check(classes: classes, predictions: predictions)
    var groups: [SpecimenKey: Int] = [:]
    var members: [(key: SpecimenKey, patterns: [Int])] = []
    for (index, prediction) in predictions.enumerated() {
      guard let specimen = prediction.specimen else { continue }
      let key = SpecimenKey(trueClass: prediction.trueClass, name: specimen)
      if let group = groups[key] {
        members[group].patterns.append(index)
      } else {
        groups[key] = members.count
        members.append((key, [index]))
      }
    }
    let specimens = members.map { key, patterns in
      SpecimenPrediction(
        name: key.name,
        trueClass: key.trueClass,
        logProbabilities: fusion.logProbabilities(patterns.map { predictions[$0].probabilities }),
        patterns: patterns
      )
    }
    self.init(checked: classes, predictions, specimens, seed: seed, resamples: resamples, notes: [])
  }

  private init(
    checked classes: [String],
    _ predictions: [PatternPrediction],
    _ specimens: [SpecimenPrediction],
    seed: Int,
    resamples: Int,
    notes: [String]
  ) {
    self.classes = classes
    self.predictions = predictions
    self.specimens = specimens
    metrics = ClassificationMetrics(
      classes: classes,
      examples: predictions.lazy.map { ($0.trueClass, $0.probabilities) }
    )
    specimenMetrics =
      specimens.isEmpty
      ? nil
      : ClassificationMetrics(classes: classes, examples: specimens.lazy.map { ($0.trueClass, $0.logProbabilities) })
    let confidences = predictions.map { Double($0.probabilities[$0.predictedClass]) }
    let ranking = ConfidenceRanking(confidences)
    var weights = [Double](repeating: 0, count: ranking.confidences.count)
    var correct = weights
    for (rank, prediction) in zip(ranking.ranks, predictions) {
      weights[rank] += 1
      correct[rank] += prediction.isCorrect ? 1 : 0
    }
    curves = ConfidenceCurves(ranking, weights: weights, correct: correct)
    bootstrap = Bootstrap(
      classCount: classes.count,
      predictions: predictions,
      specimens: specimens,
      ranking: ranking,
      seed: seed,
      resamples: resamples
    )
    self.notes = notes + bootstrap.notes + (specimenMetrics?.unanimityNotes ?? [])
  }

  /// Returns the evaluation of the same predictions with classes merged into coarser ones.
  ///
  /// The probability of a coarser class is the sum over its finer classes. A specimen's evidence is fused over the
  /// finer classes first, since the specimen belongs to one of them. The coarser classes are in the order of their
  /// first finer classes.
  ///
  /// - Parameter names: the coarser class of each class.
  /// - Returns: the evaluation in the coarser classes, with the same seed and resamples.
  /// - Throws: `EvaluationError.notRolledUp` if `names` lacks a class.
  public func rolledUp(_ names: [String: String]) throws(EvaluationError) -> Evaluation {
    let missing = classes.filter { names[$0] == nil }
    guard missing.isEmpty else { throw .notRolledUp(missing) }
    var coarser: [String] = []
    var position: [String: Int] = [:]
    let target = classes.map { name in
      let coarse = names[name] ?? name
      if let index = position[coarse] { return index }
      position[coarse] = coarser.count
      coarser.append(coarse)
      return coarser.count - 1
    }
    func summed(_ probabilities: [Float]) -> [Float] {
      var sums = [Double](repeating: 0, count: coarser.count)
      for (k, probability) in probabilities.enumerated() { sums[target[k]] += Double(probability) }
      return sums.map { Float($0) }
    }
    return Evaluation(
      checked: coarser,
      predictions.map {
        PatternPrediction(
          file: $0.file,
          specimen: $0.specimen,
          trueClass: target[$0.trueClass],
          probabilities: summed($0.probabilities),
          isPattern: $0.isPattern
        )
      },
      specimens.map {
        SpecimenPrediction(
          name: $0.name,
          trueClass: target[$0.trueClass],
          logProbabilities: $0.summed(into: target, count: coarser.count),
          patterns: $0.patterns
        )
      },
      seed: bootstrap.seed,
      resamples: bootstrap.resamples,
      notes: ["\(classes.count) classes are merged into \(coarser.count)"]
    )
  }

  private static func check(classes: [String], predictions: [PatternPrediction]) throws(EvaluationError) {
    var seen: Set<String> = []
    for name in classes where !seen.insert(name).inserted { throw .repeatedClass(name) }
    guard !predictions.isEmpty else { throw .noPredictions }
    for prediction in predictions {
      guard classes.indices.contains(prediction.trueClass) else {
        throw .unknownClass(file: prediction.file, index: prediction.trueClass, classCount: classes.count)
      }
      let probabilities = prediction.probabilities
      guard probabilities.count == classes.count else {
        throw .invalidProbabilities(
          file: prediction.file,
          reason: "there are \(probabilities.count) of them for \(classes.count) classes"
        )
      }
      guard probabilities.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw .invalidProbabilities(file: prediction.file, reason: "one is negative, infinite or not a number")
      }
      guard probabilities.contains(where: { $0 > 0 }) else {
        throw .invalidProbabilities(file: prediction.file, reason: "all are 0")
      }
    }
  }
}

/// The identity of a specimen.
private struct SpecimenKey: Hashable {
  let trueClass: Int
  let name: String
}

extension Evaluation {
  /// Evaluates predictions at a coarser level of symmetry than the classifier's classes.
  ///
  /// The classes of the patterns may differ from those of the classifier if both determine the level: patterns labelled
  /// by space group can evaluate a classifier of Bravais lattices. A class that the classifier lacks has a probability
  /// of
  /// 0. Specimens are fused before classes are merged.
  ///
  /// - Parameters:
  ///   - level: the level of the comparison.
  ///   - modelClasses: the classifier's classes.
  ///   - trueClasses: the patterns' classes, which `trueClass` of the predictions refers to.
  ///   - predictions: one prediction per pattern, with probabilities in the order of the classifier's classes.
  ///   - fusion: the rule that fuses the patterns of a specimen.
  ///   - seed: the random seed of the bootstrap.
  /// - Throws: `SymmetryLabelError` if a class does not determine its class at the level, and `EvaluationError`.
  public init(
    by level: SymmetryLevel,
    modelClasses: [String],
    trueClasses: [String],
    predictions: [PatternPrediction],
    fusion: Fusion = .unfitted,
    seed: Int = 0
  ) throws {
    let added = trueClasses.filter { !modelClasses.contains($0) }
    let classes = modelClasses + added
    let coarser = try SymmetryLabeling(classNames: classes).coarserNames(
      at: level,
      orSeparately: [modelClasses, added]
    )
    let indices = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let fine = try Evaluation(
      classes: classes,
      predictions: predictions.map { prediction in
        var padded = prediction
        padded.trueClass = indices[trueClasses[prediction.trueClass]] ?? prediction.trueClass
        padded.probabilities += added.map { _ in 0 }
        return padded
      },
      fusion: fusion,
      seed: seed
    )
    self = try fine.rolledUp(coarser)
  }

  /// The errors for patterns by kind; nil if the classes are not Bravais lattices.
  public var errors: LatticeErrors? { BravaisInterpretation(classes: classes)?.errors(metrics.confusion) }

  /// The errors for fused specimens by kind; nil if the classes are not Bravais lattices or no specimen is named.
  public var specimenErrors: LatticeErrors? {
    guard let specimenMetrics else { return nil }
    return BravaisInterpretation(classes: classes)?.errors(specimenMetrics.confusion)
  }
}

extension SymmetryLabeling {
  /// The coarser class of each name; names are interpreted together if one level explains all of them, else by group.
  fileprivate func coarserNames(
    at target: SymmetryLevel,
    orSeparately groups: [[String]]
  ) throws(SymmetryLabelError) -> [String: String] {
    if level != nil { return try rolledUp(to: target) }
    var names: [String: String] = [:]
    for group in groups where !group.isEmpty {
      let coarser = try SymmetryLabeling(classNames: group).rolledUp(to: target)
      names.merge(coarser) { first, _ in first }
    }
    return names
  }
}
