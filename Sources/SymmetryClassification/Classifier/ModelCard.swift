import Foundation

/// A description of a model for its users: its data, its accuracy, its strengths and weaknesses.
///
/// Mitchell et al., *Model Cards for Model Reporting*, FAT* 2019.
public struct ModelCard: Codable, Sendable, Hashable {
  /// The data of one class.
  public struct ClassCount: Codable, Sendable, Hashable {
    /// The name of the class.
    public var name: String
    /// The numbers of training patterns and of their specimens.
    public var trainingPatterns: Int, trainingSpecimens: Int
    /// The numbers of held-out patterns and of their specimens.
    public var heldOutPatterns: Int, heldOutSpecimens: Int

    /// Creates the counts.
    public init(
      name: String,
      trainingPatterns: Int,
      trainingSpecimens: Int,
      heldOutPatterns: Int,
      heldOutSpecimens: Int
    ) {
      self.name = name
      (self.trainingPatterns, self.trainingSpecimens) = (trainingPatterns, trainingSpecimens)
      (self.heldOutPatterns, self.heldOutSpecimens) = (heldOutPatterns, heldOutSpecimens)
    }
  }

  /// A metric on the held-out data.
  public struct Number: Codable, Sendable, Hashable {
    /// The name of the metric.
    public var name: String
    /// The value.
    public var value: Double
    /// The ends of the 95 % confidence interval over specimens; nil if there is none.
    public var low: Double?, high: Double?
    /// The number of patterns or specimens that it was measured on.
    public var count: Int

    /// Creates a number.
    public init(name: String, value: Double, interval: ConfidenceInterval?, count: Int) {
      self.name = name
      self.value = value
      (low, high) = (interval?.low, interval?.high)
      self.count = count
    }
  }

  /// A sentence on the training data.
  public var patterns: String
  /// The classes, in the order of the model.
  public var classes: [ClassCount]
  /// A sentence on the data that the model was evaluated on.
  public var heldOutData: String
  /// The metrics on the held-out data.
  public var numbers: [Number]
  /// The strengths of the model, one sentence each.
  public var strengths: [String]
  /// The weaknesses of the model, one sentence each.
  public var weaknesses: [String]

  /// The number of training specimens below which a class counts as a weakness.
  private static let fewSpecimens = 5

  /// Creates a card.
  public init(
    patterns: String,
    classes: [ClassCount],
    heldOutData: String,
    numbers: [Number],
    strengths: [String],
    weaknesses: [String]
  ) {
    self.patterns = patterns
    self.classes = classes
    self.heldOutData = heldOutData
    self.numbers = numbers
    self.strengths = strengths
    self.weaknesses = weaknesses
  }

  /// Creates the card of a model from the numbers of its training patterns and an evaluation on held-out patterns.
  ///
  /// - Parameters:
  ///   - patterns: a sentence on the training data.
  ///   - trainingPatterns: the number of training patterns of each of the evaluation's classes.
  ///   - trainingSpecimens: the number of training specimens of each class.
  ///   - heldOutData: a sentence on the evaluated data.
  ///   - evaluation: the evaluation of the model in its own classes.
  public init(
    patterns: String,
    trainingPatterns: [Int],
    trainingSpecimens: [Int],
    heldOutData: String,
    evaluation: Evaluation
  ) {
    let names = evaluation.classes
    let metrics = evaluation.metrics
    let heldOut = names.indices.map { k in
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
          heldOutPatterns: metrics.perClass[k].support,
          heldOutSpecimens: heldOut[k]
        )
      },
      heldOutData: heldOutData,
      numbers: Self.numbers(evaluation),
      strengths: Self.strengths(evaluation),
      weaknesses: Self.weaknesses(evaluation, training: trainingSpecimens, heldOut: heldOut)
    )
  }

  /// Creates the card of a model from its training patterns and an evaluation on held-out patterns.
  ///
  /// - Parameters:
  ///   - patterns: a sentence on the training data.
  ///   - training: the training patterns.
  ///   - heldOutData: a sentence on the evaluated data.
  ///   - evaluation: the evaluation of the model in its own classes.
  public init(patterns: String, training: LabeledPatterns, heldOutData: String, evaluation: Evaluation) {
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
      heldOutData: heldOutData,
      evaluation: evaluation
    )
  }

  private static func numbers(_ evaluation: Evaluation) -> [Number] {
    let (metrics, curves) = (evaluation.metrics, evaluation.curves)
    let intervals = evaluation.bootstrap.intervals
    var numbers = [
      Number(name: "accuracy", value: metrics.scores.accuracy, interval: intervals[.accuracy], count: metrics.count),
      Number(
        name: "balanced accuracy",
        value: metrics.scores.balancedAccuracy,
        interval: intervals[.balancedAccuracy],
        count: metrics.count
      ),
      Number(
        name: "accuracy at half coverage",
        value: curves.accuracyAtHalfCoverage,
        interval: intervals[.accuracyAtHalfCoverage],
        count: metrics.count / 2
      ),
      Number(
        name: "calibration error",
        value: curves.calibrationError,
        interval: intervals[.calibrationError],
        count: metrics.count
      ),
    ]
    if let specimens = evaluation.specimenMetrics {
      numbers.append(
        Number(
          name: "accuracy of fused specimens",
          value: specimens.scores.accuracy,
          interval: intervals[.specimenAccuracy],
          count: specimens.count
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
    guard labeling.level == .bravaisLattice, let names = try? labeling.rolledUp(to: .latticeSystem) else { return nil }
    return try? evaluation.rolledUp(names)
  }

  private static func strengths(_ evaluation: Evaluation) -> [String] {
    let good = evaluation.metrics.perClass.filter { $0.support > 0 && $0.recall >= 0.8 && $0.precision >= 0.8 }
    return good.isEmpty ? [] : ["precision and recall of at least 80 %: " + good.map(\.name).joined(separator: ", ")]
  }

  private static func weaknesses(_ evaluation: Evaluation, training: [Int], heldOut: [Int]) -> [String] {
    let rows = evaluation.metrics.perClass
    func names(_ isIncluded: (Int) -> Bool) -> String? {
      let names = rows.indices.filter(isIncluded).map { rows[$0].name }
      return names.isEmpty ? nil : names.joined(separator: ", ")
    }
    var weaknesses: [String] = []
    if let names = names({ heldOut[$0] == 0 }) { weaknesses.append("not evaluated: \(names)") }
    if let names = names({ rows[$0].support > 0 && rows[$0].recall < 0.5 }) {
      weaknesses.append("recall below 50 %: \(names)")
    }
    if let names = names({ training[$0] < fewSpecimens }) {
      weaknesses.append("fewer than \(fewSpecimens) training specimens: \(names)")
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
        "most frequent confusion: \(rows[worst.row].name) classified as \(rows[worst.column].name), "
          + "\(worst.count) of \(rows[worst.row].support) patterns"
      )
    }
    return weaknesses
  }

  /// The card as lines of text.
  public var lines: [String] {
    var classTable = TextTable([.left, .right, .right, .right, .right])
    classTable.append(["class", "training patterns", "specimens", "held-out patterns", "specimens"])
    for row in classes {
      classTable.append([
        TextTable.shortened(row.name, to: 40), "\(row.trainingPatterns)", "\(row.trainingSpecimens)",
        "\(row.heldOutPatterns)", "\(row.heldOutSpecimens)",
      ])
    }
    var numberTable = TextTable([.left, .right, .left, .left])
    for number in numbers {
      let interval = number.low.flatMap { low in number.high.map { String(format: "[%.3f, %.3f]", low, $0) } }
      numberTable.append([
        TextTable.shortened(number.name, to: 40), String(format: "%.3f", number.value), interval ?? "",
        "of \(number.count)",
      ])
    }
    return ["Training data: \(TextTable.printable(patterns))"] + classTable.lines + [
      "", "Evaluated on \(TextTable.printable(heldOutData)); 95 % intervals over specimens:",
    ] + numberTable.lines + (strengths.isEmpty ? [] : [""] + strengths.map { "Strength: \(TextTable.printable($0))" })
      + (weaknesses.isEmpty ? [] : [""] + weaknesses.map { "Weakness: \(TextTable.printable($0))" })
  }
}
