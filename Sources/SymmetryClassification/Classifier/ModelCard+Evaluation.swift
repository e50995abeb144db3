import Foundation

extension ModelCard {
  /// How many specimens of a class it takes to say anything of it.
  private static let fewSpecimens = 5

  /// Writes the card of a model from what it learnt from and an evaluation on patterns that it did not learn from.
  ///
  /// - Parameters:
  ///   - patterns: what the patterns are, in a sentence.
  ///   - trainingPatterns: how many patterns of each class it learnt from, in the order of the evaluation's classes.
  ///   - trainingSpecimens: of how many specimens they were.
  ///   - judgedOn: what the evaluation is on, in a sentence.
  ///   - evaluation: of the model, in its own classes.
  public init(
    patterns: String,
    trainingPatterns: [Int],
    trainingSpecimens: [Int],
    judgedOn: String,
    evaluation: Evaluation
  ) {
    let names = evaluation.classes
    let metrics = evaluation.metrics
    let judged = names.indices.map { k in
      let named = evaluation.specimens.count { $0.trueClass == k }
      let single = evaluation.predictions.count { $0.trueClass == k && $0.specimen == nil }
      return named + single
    }
    self.init(
      patterns: patterns,
      classes: names.indices.map { k in
        ClassCount(
          name: names[k],
          trainingPatterns: trainingPatterns[k],
          trainingSpecimens: trainingSpecimens[k],
          judgedPatterns: metrics.perClass[k].support,
          judgedSpecimens: judged[k]
        )
      },
      judgedOn: judgedOn,
      numbers: Self.numbers(evaluation),
      strengths: Self.strengths(evaluation),
      weaknesses: Self.weaknesses(evaluation, learnt: trainingSpecimens, judged: judged)
    )
  }

  /// The same from labels.
  ///
  /// - Parameters:
  ///   - patterns: what the patterns are, in a sentence.
  ///   - training: what it learnt from.
  ///   - judgedOn: what the evaluation is on, in a sentence.
  ///   - evaluation: of the model, in its own classes.
  public init(
    patterns: String,
    training: LabeledPatterns,
    judgedOn: String,
    evaluation: Evaluation
  ) {
    let count = evaluation.classes.count
    var specimens = [Set<Int>](repeating: [], count: count)
    var counts = [Int](repeating: 0, count: count)
    for (index, label) in training.labels.enumerated() {
      counts[label] += 1
      specimens[label].insert(training.specimens.isEmpty ? index : training.specimens[index])
    }
    self.init(
      patterns: patterns,
      trainingPatterns: counts,
      trainingSpecimens: specimens.map(\.count),
      judgedOn: judgedOn,
      evaluation: evaluation
    )
  }

  private static func numbers(_ evaluation: Evaluation) -> [Number] {
    let (metrics, bootstrap) = (evaluation.metrics, evaluation.bootstrap)
    func number(_ name: String, _ value: Double, _ metric: EvaluationMetric, _ count: Int) -> Number
    {
      Number(name: name, value: value, interval: bootstrap.intervals[metric], count: count)
    }
    var numbers = [
      number("accuracy", metrics.scores.accuracy, .accuracy, metrics.count),
      number(
        "balanced accuracy",
        metrics.scores.balancedAccuracy,
        .balancedAccuracy,
        metrics.count
      ),
      number(
        "accuracy of the surest half",
        evaluation.curves.accuracyAtHalfCoverage,
        .accuracyAtHalfCoverage,
        metrics.count / 2
      ),
      number(
        "calibration error",
        evaluation.curves.calibrationError,
        .calibrationError,
        metrics.count
      ),
    ]
    if let specimens = evaluation.specimenMetrics {
      numbers.append(
        number(
          "accuracy of fused specimens",
          specimens.scores.accuracy,
          .specimenAccuracy,
          specimens.count
        )
      )
    }
    if let coarser = latticeSystems(evaluation) {
      numbers.append(
        Number(
          name: "accuracy of lattice systems",
          value: coarser.metrics.scores.accuracy,
          interval: coarser.bootstrap.intervals[.accuracy],
          count: coarser.metrics.count
        )
      )
    }
    return numbers
  }

  private static func latticeSystems(_ evaluation: Evaluation) -> Evaluation? {
    let labeling = SymmetryLabeling(classNames: evaluation.classes)
    guard labeling.level == .bravaisLattice,
      let names = try? labeling.rolledUp(to: .latticeSystem)
    else { return nil }
    return try? evaluation.rolledUp(names)
  }

  private static func strengths(_ evaluation: Evaluation) -> [String] {
    let good = evaluation.metrics.perClass.filter {
      $0.support > 0 && $0.recall >= 0.8 && $0.precision >= 0.8
    }
    return good.isEmpty
      ? []
      : [
        "told at least four times in five, and right as often: "
          + good.map(\.name).joined(separator: ", ")
      ]
  }

  private static func weaknesses(
    _ evaluation: Evaluation,
    learnt: [Int],
    judged: [Int]
  ) -> [String] {
    let rows = evaluation.metrics.perClass
    func names(_ isMeant: (Int) -> Bool) -> String? {
      let names = rows.indices.filter(isMeant).map { rows[$0].name }
      return names.isEmpty ? nil : names.joined(separator: ", ")
    }
    var weaknesses: [String] = []
    if let names = names({ judged[$0] == 0 }) { weaknesses.append("never judged: \(names)") }
    if let names = names({ rows[$0].support > 0 && rows[$0].recall < 0.5 }) {
      weaknesses.append("missed more often than told: \(names)")
    }
    if let names = names({ learnt[$0] < fewSpecimens }) {
      weaknesses.append("learnt from fewer than \(fewSpecimens) specimens: \(names)")
    }
    var worst = (row: 0, column: 0, count: 0)
    for row in rows.indices {
      for column in rows.indices where row != column {
        let count = evaluation.metrics.confusion[row, column]
        if count > worst.count { worst = (row, column, count) }
      }
    }
    if worst.count > 0 {
      weaknesses.append(
        "most often taken for another: \(rows[worst.row].name) for \(rows[worst.column].name), "
          + "\(worst.count) of \(rows[worst.row].support) patterns"
      )
    }
    return weaknesses
  }
}

extension ModelCard {
  /// The card as lines for a person.
  public var lines: [String] {
    var classTable = TextTable([.left, .right, .right, .right, .right])
    classTable.append(["class", "learnt from", "specimens", "judged on", "specimens"])
    for row in classes {
      classTable.append([
        TextTable.shortened(row.name, to: 40), "\(row.trainingPatterns)",
        "\(row.trainingSpecimens)",
        "\(row.judgedPatterns)", "\(row.judgedSpecimens)",
      ])
    }
    var numberTable = TextTable([.left, .right, .left, .left])
    for number in numbers {
      let interval = number.low.flatMap { low in
        number.high.map { String(format: "[%.3f, %.3f]", low, $0) }
      }
      numberTable.append([
        TextTable.shortened(number.name, to: 40), String(format: "%.3f", number.value),
        interval ?? "", "of \(number.count)",
      ])
    }
    return ["What it is of: \(TextTable.printable(patterns))"] + classTable.lines
      + ["", "Measured on \(TextTable.printable(judgedOn)), with 95 % intervals over specimens:"]
      + numberTable.lines
      + (strengths.isEmpty ? [] : [""] + strengths.map { "Good: \(TextTable.printable($0))" })
      + (weaknesses.isEmpty ? [] : [""] + weaknesses.map { "Bad: \(TextTable.printable($0))" })
  }
}
