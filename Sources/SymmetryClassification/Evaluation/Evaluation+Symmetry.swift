extension Evaluation {
  /// Evaluates a classifier's predictions at a coarser level of symmetry than its classes.
  ///
  /// The patterns' classes may be others than the classifier's, as long as both determine the level: patterns
  /// labelled by space group can judge a classifier of Bravais lattices. A class that the classifier does not
  /// know gets no probability; specimens are fused before classes are summed.
  ///
  /// - Parameters:
  ///   - level: the level that is compared.
  ///   - modelClasses: the classifier's classes.
  ///   - trueClasses: the patterns' classes, in which `trueClass` of the predictions counts.
  ///   - predictions: one a pattern, with probabilities in the order of the classifier's classes.
  ///   - fusion: how the patterns of a specimen give one answer.
  ///   - seed: the seed of the bootstrap.
  /// - Throws: `SymmetryLabelError` where a class does not determine its class of the level, and
  ///   `EvaluationError`.
  public init(
    by level: SymmetryLevel,
    modelClasses: [String],
    trueClasses: [String],
    predictions: [PatternPrediction],
    fusion: Fusion = .unfitted,
    seed: Int = 0
  ) throws {
    let strangers = trueClasses.filter { !modelClasses.contains($0) }
    let classes = modelClasses + strangers
    let coarser = try SymmetryLabeling(classNames: classes).coarserNames(
      at: level,
      orApart: [modelClasses, strangers]
    )
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let fine = try Evaluation(
      classes: classes,
      predictions: predictions.map { prediction in
        var padded = prediction
        padded.trueClass = places[trueClasses[prediction.trueClass]] ?? prediction.trueClass
        padded.probabilities += strangers.map { _ in 0 }
        return padded
      },
      fusion: fusion,
      seed: seed
    )
    self = try fine.rolledUp(coarser)
  }
}

extension SymmetryLabeling {
  /// The coarser class of each name, read together where one level explains all names, else in groups.
  fileprivate func coarserNames(
    at target: SymmetryLevel,
    orApart groups: [[String]]
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
