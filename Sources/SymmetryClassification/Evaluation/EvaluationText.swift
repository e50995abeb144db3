import Foundation

extension Evaluation {
  /// Returns the evaluation as aligned tables for a terminal.
  ///
  /// The tables hold the main metrics with intervals, the metrics of each class, the confusion matrices, and the wrong
  /// specimens. Classes that occur neither as true nor as predicted class are left out. A confusion matrix wider than
  /// `width` is divided into blocks of columns; instead of more than four blocks, the most frequent confusions are
  /// listed.
  ///
  /// - Parameter width: the width of the terminal in characters.
  /// - Returns: lines, each with a line end.
  public func text(width: Int = 100) -> String {
    var lines = headline
    lines += ["", "Per class"] + classTable
    lines += [""] + confidenceLines
    if !errorLines.isEmpty { lines += [""] + errorLines }
    if let count = nonPatternCount {
      lines += [
        "",
        "Not taken for patterns: \(count) of \(metrics.count); the metrics count them with their most probable class",
      ]
    }
    if !selectiveLines.isEmpty { lines += [""] + selectiveLines }
    lines += [""] + confusionTable(metrics, title: "Confusion of patterns", width: width)
    if let specimenMetrics {
      lines += [""]
      lines += confusionTable(specimenMetrics, title: "Confusion of specimens", width: width)
      lines += [""] + wrongSpecimens
    }
    if !notes.isEmpty { lines += [""] + notes.map { "Note: \($0)." } }
    return lines.joined(separator: "\n") + "\n"
  }

  private var headline: [String] {
    let unit =
      switch bootstrap.unit {
      case .specimen: "specimens"
      case .image: "images"
      case .specimenOrImage: "specimens and images"
      }
    var table = TextTable([.left, .right, .left, .right])
    let percent = Int((Bootstrap.confidence * 100).rounded())
    table.append(["", "patterns", "\(percent) % interval", specimenMetrics == nil ? "" : "specimens"])
    let specimens = specimenMetrics?.scores
    func row(_ name: String, _ metric: EvaluationMetric, _ path: KeyPath<ClassificationScores, Double>) {
      table.append([
        name, decimal(metrics.scores[keyPath: path]), interval(metric),
        specimens.map { decimal($0[keyPath: path]) } ?? "",
      ])
    }
    row("accuracy", .accuracy, \.accuracy)
    row("balanced accuracy", .balancedAccuracy, \.balancedAccuracy)
    row("top-2 accuracy", .top2, \.top2)
    row("macro F1", .macroF1, \.macroF1)
    row("Matthews correlation", .mcc, \.mcc)
    table.append([
      "accuracy at half coverage", decimal(curves.accuracyAtHalfCoverage), interval(.accuracyAtHalfCoverage), "",
    ])
    table.append(["calibration error", decimal(curves.calibrationError), interval(.calibrationError), ""])
    table.append(["count", "\(metrics.count)", "", specimenMetrics.map { "\($0.count)" } ?? ""])
    var lines = table.lines
    if let specimenMetrics {
      lines.append(
        "  accuracy of specimens, all patterns of each fused: " + decimal(specimenMetrics.scores.accuracy) + " "
          + interval(.specimenAccuracy)
      )
    }
    if !bootstrap.intervals.isEmpty {
      lines.append("  intervals: bootstrap over \(bootstrap.unitCount) \(unit), \(bootstrap.resamples) resamples")
    }
    return lines
  }

  private func interval(_ metric: EvaluationMetric) -> String {
    guard let interval = bootstrap.intervals[metric] else { return "–" }
    return "[\(decimal(interval.low)), \(decimal(interval.high))]"
  }

  private var classTable: [String] {
    var table = TextTable([.left, .right, .right, .right, .right])
    table.append(["class", "precision", "recall", "F1", "support"])
    let shown = metrics.seenClasses
    for k in shown {
      let row = metrics.perClass[k]
      table.append([
        TextTable.shortened(row.name, to: 40), decimal(row.precision), decimal(row.recall), decimal(row.f1),
        "\(row.support)",
      ])
    }
    let absent = classes.count - shown.count
    guard absent > 0 else { return table.lines }
    return table.lines + [
      "  \(absent) of \(classes.count) classes occur neither as true nor as predicted class and are left out"
    ]
  }

  /// The risk–coverage curve and the reliability diagram as tables.
  private var confidenceLines: [String] {
    var coverage = TextTable([.right, .right, .left])
    coverage.append(["coverage", "accuracy", ""])
    let intervals = bootstrap.coverageIntervals
    for (index, accuracy) in curves.accuracyAtCoverage.enumerated() {
      coverage.append([
        "\(10 * (index + 1)) %", decimal(accuracy),
        intervals.isEmpty ? "" : "[\(decimal(intervals[index].low)), \(decimal(intervals[index].high))]",
      ])
    }
    var bins = TextTable([.right, .right, .right])
    bins.append(["probability", "accuracy", "patterns"])
    for bin in curves.bins where bin.count > 0 {
      bins.append([decimal(bin.confidence), decimal(bin.accuracy), "\(Int(bin.count.rounded()))"])
    }
    return ["Risk–coverage: accuracy of the most confident patterns"] + coverage.lines + [
      "  area under the risk–coverage curve: \(decimal(curves.areaUnderRiskCoverage)) "
        + interval(.areaUnderRiskCoverage), "",
      "Reliability: mean probability and accuracy in bins of equal numbers of patterns (rounded)",
    ] + bins.lines + [
      "  expected calibration error \(decimal(curves.calibrationError)); perfect probabilities would give "
        + "\(decimal(curves.noiseFloor)) by chance"
    ]
  }

  /// The errors by kind as a table; empty if the classes are not Bravais lattices.
  private var errorLines: [String] {
    guard let errors else { return [] }
    let specimens = specimenErrors
    var table = TextTable([.left, .right, .right])
    func row(_ name: String, _ path: KeyPath<LatticeErrors, Int>) {
      table.append([name, "\(errors[keyPath: path])", specimens.map { "\($0[keyPath: path])" } ?? ""])
    }
    table.append(["", "patterns", specimens == nil ? "" : "specimens"])
    row("wrong lattice system", \.latticeSystem)
    row("right lattice system, wrong centring", \.centring)
    row("of both: between ambiguous lattices", \.ambiguous)
    return ["Errors by kind"] + table.lines
  }

  /// The selective predictions as a table; empty if there are none.
  private var selectiveLines: [String] {
    var table = TextTable([.left, .right, .right, .right, .right, .right])
    table.append(["", "threshold", "accepted", "of", "error rate", "95 % bound"])
    func row(_ name: String, _ selection: SelectivePrediction?) {
      guard let selection else { return }
      table.append([
        name, decimal(selection.threshold), "\(selection.accepted)", "\(selection.count)",
        selection.accepted > 0 ? decimal(selection.error) : "–",
        selection.accepted > 0 ? decimal(selection.bound) : "–",
      ])
    }
    guard selectivePatterns != nil || selectiveSpecimens != nil else { return [] }
    row("patterns", selectivePatterns)
    row("specimens", selectiveSpecimens)
    return ["Selective prediction: answers below the threshold are unknown"] + table.lines
  }

  private func confusionTable(_ metrics: ClassificationMetrics, title: String, width: Int) -> [String] {
    let shown = metrics.seenClasses
    let confusion = metrics.confusion
    let cellWidth = shown.flatMap { row in shown.map { "\(confusion[row, $0])".count } }.max() ?? 1
    // Columns are headed by class names if these are short, else by the numbers that precede the row names.
    let named = shown.allSatisfy { classes[$0].count <= max(cellWidth, 5) }
    let heads = shown.map { named ? classes[$0] : "\($0 + 1)" }
    let labels = shown.map { (named ? "" : "\($0 + 1) ") + TextTable.shortened(classes[$0], to: 28) }
    let columnWidth = max(cellWidth, heads.map(\.count).max() ?? 1) + 2
    let labelWidth = (labels.map(\.count).max() ?? 0) + 4
    let perBlock = max(1, (width - labelWidth) / columnWidth)
    let blocks = (shown.count + perBlock - 1) / perBlock
    guard blocks <= 4 else { return greatestConfusions(metrics, title: title) }
    var lines = ["\(title): rows true, columns predicted"]
    for block in 0..<blocks {
      let columns = block * perBlock..<min(shown.count, (block + 1) * perBlock)
      var table = TextTable([.left] + columns.map { _ in .right })
      table.append([""] + columns.map { heads[$0] })
      for (row, label) in zip(shown, labels) {
        table.append(
          [label]
            + columns.map { column in confusion[row, shown[column]] == 0 ? "·" : "\(confusion[row, shown[column]])" }
        )
      }
      lines += (block > 0 ? [""] : []) + table.lines
    }
    return lines
  }

  private func greatestConfusions(_ metrics: ClassificationMetrics, title: String) -> [String] {
    var cells: [(row: Int, column: Int, count: Int)] = []
    for row in classes.indices {
      for column in classes.indices where row != column && metrics.confusion[row, column] > 0 {
        cells.append((row, column, metrics.confusion[row, column]))
      }
    }
    // Ties are in the order of rows, so that the output is deterministic.
    cells.sort { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
    var table = TextTable([.left, .left, .right, .right])
    table.append(["true", "predicted", "count", "of"])
    for cell in cells.prefix(20) {
      table.append([
        TextTable.shortened(classes[cell.row], to: 36), TextTable.shortened(classes[cell.column], to: 36),
        "\(cell.count)", "\(metrics.perClass[cell.row].support)",
      ])
    }
    let rest = cells.dropFirst(20).reduce(0) { $0 + $1.count }
    return ["\(title): the most frequent ones; CSV and JSON have the whole matrix"] + table.lines
      + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  private var wrongSpecimens: [String] {
    let wrong = specimens.filter { !$0.isCorrect }
    guard !wrong.isEmpty else { return ["All \(specimens.count) specimens are correct."] }
    var table = TextTable([.left, .left, .left, .right, .right])
    table.append(["specimen", "class", "predicted", "probability", "patterns"])
    for specimen in wrong.prefix(50) {
      let predicted = specimen.predictedClass
      table.append([
        TextTable.shortened(specimen.name, to: 36), TextTable.shortened(classes[specimen.trueClass], to: 20),
        TextTable.shortened(classes[predicted], to: 20), decimal(Double(specimen.probabilities[predicted])),
        "\(specimen.patterns.count)",
      ])
    }
    return ["Wrong specimens: \(wrong.count) of \(specimens.count)"] + table.lines
      + (wrong.count > 50 ? ["  and \(wrong.count - 50) more, which the JSON lists"] : [])
  }

  private func decimal(_ value: Double) -> String { String(format: "%.3f", value) }
}
