/// How good a classifier is on labelled patterns: per pattern and per specimen, with confidence
/// intervals.
public struct Evaluation: Sendable {
  /// The names of the classes, in the order of the model.
  public let classes: [String]
  /// The evaluated predictions, in the order given.
  public let predictions: [PatternPrediction]
  /// The metrics over patterns.
  public let metrics: ClassificationMetrics
  /// The specimens, in the order in which their first patterns stand; empty where no specimen is
  /// named.
  public let specimens: [SpecimenPrediction]
  /// The metrics over specimens, nil where no specimen is named.
  public let specimenMetrics: ClassificationMetrics?
  /// Whether probabilities are right, and how right the surest answers are.
  public let curves: ConfidenceCurves
  /// How many patterns the model takes for none, which count all the same; nil where it cannot tell.
  public var nonPatternCount: Int? {
    let known = predictions.compactMap(\.isPattern)
    return known.isEmpty ? nil : known.count { !$0 }
  }
  /// What is accepted where single patterns may be "unknown"; for reports, nothing else depends on it.
  public var patternAcceptance: SelectivePrediction?
  /// What is accepted where specimens may be "unknown"; for reports, nothing else depends on it.
  public var specimenAcceptance: SelectivePrediction?
  /// The confidence intervals.
  public let bootstrap: Bootstrap
  /// What a reader should know to judge the numbers, one sentence each.
  public let notes: [String]

  /// Evaluates predictions.
  ///
  /// A specimen is known by its true class and its name. The same predictions and seed give the
  /// same intervals, to the bit.
  ///
  /// - Parameters:
  ///   - classes: the names of the classes, in the order of the model.
  ///   - predictions: one a pattern.
  ///   - fusion: how the patterns of a specimen give one answer.
  ///   - seed: the seed of the bootstrap.
  ///   - resamples: the number of bootstrap resamples.
  /// - Throws: `EvaluationError` where there is no prediction, a class name is repeated, or a
  ///   prediction's class or probabilities do not fit the classes.
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
    self.init(
      checked: classes,
      predictions,
      specimens,
      seed: seed,
      resamples: resamples,
      notes: []
    )
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
      : ClassificationMetrics(
        classes: classes,
        examples: specimens.lazy.map { ($0.trueClass, $0.logProbabilities) }
      )
    let confidences = predictions.map { Double($0.probabilities[$0.predictedClass]) }
    let ranking = ConfidenceRanking(confidences)
    var weights = [Double](repeating: 0, count: ranking.confidences.count)
    var hits = weights
    for (rank, prediction) in zip(ranking.ranks, predictions) {
      weights[rank] += 1
      hits[rank] += prediction.predictedClass == prediction.trueClass ? 1 : 0
    }
    curves = ConfidenceCurves(ranking, weights: weights, hits: hits)
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

  /// Returns the evaluation of the same predictions with finer classes summed into coarser ones.
  ///
  /// The probability of a coarser class is the sum of those of its finer classes. A specimen's
  /// evidence is fused over the finer classes and summed then: it is of one finer class, whichever
  /// that is. The coarser classes stand in the order in which the first of their finer classes
  /// stands.
  ///
  /// - Parameter names: the coarser class of each class.
  /// - Returns: the evaluation over the coarser classes, with the same seed and resamples.
  /// - Throws: `EvaluationError.notRolledUp` where a class has no coarser one in `names`.
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
      notes: ["\(classes.count) classes are rolled up into \(coarser.count)"]
    )
  }

  private static func check(
    classes: [String],
    predictions: [PatternPrediction]
  ) throws(EvaluationError) {
    var seen: Set<String> = []
    for name in classes where !seen.insert(name).inserted { throw .repeatedClass(name) }
    guard !predictions.isEmpty else { throw .noPredictions }
    for prediction in predictions {
      guard classes.indices.contains(prediction.trueClass) else {
        throw .unknownClass(
          file: prediction.file,
          index: prediction.trueClass,
          classCount: classes.count
        )
      }
      let probabilities = prediction.probabilities
      guard probabilities.count == classes.count else {
        throw .invalidProbabilities(
          file: prediction.file,
          reason: "there are \(probabilities.count) of them for \(classes.count) classes"
        )
      }
      guard probabilities.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw .invalidProbabilities(
          file: prediction.file,
          reason: "one is negative, infinite or not a number"
        )
      }
      guard probabilities.contains(where: { $0 > 0 }) else {
        throw .invalidProbabilities(file: prediction.file, reason: "all are 0")
      }
    }
  }
}

/// A specimen is known by its true class and its name.
private struct SpecimenKey: Hashable {
  let trueClass: Int
  let name: String
}
