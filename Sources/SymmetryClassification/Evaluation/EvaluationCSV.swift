extension Evaluation {
  /// Returns the confusion matrix as CSV, with one row per true class and one column per predicted class.
  public func confusionCSV() -> String {
    var text = CSV.line(["true\\predicted"] + classes)
    for (name, row) in zip(classes, metrics.confusion.rows) { text += CSV.line([name] + row.map { "\($0)" }) }
    return text
  }

  /// Returns the metrics as CSV, one per row: `level,metric,class,value,low,high`.
  ///
  /// The level is `pattern` or `specimen`. The class is empty for a metric of all classes; for `accuracyAtCoverage` it
  /// is the coverage, and for `binCount`, `binConfidence` and `binAccuracy` the number of the bin, from the least
  /// confident. `low` and `high` are the ends of the confidence interval, empty if there is none. The values are those
  /// of the JSON.
  public func metricsCSV() -> String {
    var text = CSV.line(["level", "metric", "class", "value", "low", "high"])
    text += rows(metrics, level: "pattern") { EvaluationMetric(rawValue: $0) }
    text += curveRows
    text += rows(errors, selectivePatterns, level: "pattern")
    if let count = nonPatternCount { text += CSV.line(["pattern", "notAPattern", "", "\(count)", "", ""]) }
    if let specimenMetrics {
      text += rows(specimenMetrics, level: "specimen") { $0 == "accuracy" ? .specimenAccuracy : nil }
      text += rows(specimenErrors, selectiveSpecimens, level: "specimen")
    }
    return text
  }

  private func rows(_ errors: LatticeErrors?, _ selection: SelectivePrediction?, level: String) -> String {
    var cells: [(String, String)] = []
    if let errors {
      cells += [
        ("latticeSystemErrors", "\(errors.latticeSystem)"), ("centringErrors", "\(errors.centring)"),
        ("ambiguousErrors", "\(errors.ambiguous)"),
      ]
    }
    if let selection {
      cells += [
        ("threshold", "\(selection.threshold)"), ("accepted", "\(selection.accepted)"),
        ("coverage", "\(selection.coverage)"), ("selectiveError", "\(selection.error)"),
        ("selectiveErrorBound", "\(selection.bound)"),
      ]
    }
    return cells.reduce("") { $0 + CSV.line([level, $1.0, "", $1.1, "", ""]) }
  }

  private var curveRows: String {
    var text = ""
    func add(_ metric: String, _ position: String, _ value: Double, _ interval: ConfidenceInterval?) {
      text += CSV.line([
        "pattern", metric, position, "\(value)", interval.map { "\($0.low)" } ?? "",
        interval.map { "\($0.high)" } ?? "",
      ])
    }
    for (metric, value) in [
      (EvaluationMetric.calibrationError, curves.calibrationError),
      (.accuracyAtHalfCoverage, curves.accuracyAtHalfCoverage), (.areaUnderRiskCoverage, curves.areaUnderRiskCoverage),
    ] { add(metric.rawValue, "", value, bootstrap.intervals[metric]) }
    add("calibrationNoiseFloor", "", curves.noiseFloor, nil)
    let intervals = bootstrap.coverageIntervals
    for (index, accuracy) in curves.accuracyAtCoverage.enumerated() {
      add(
        "accuracyAtCoverage",
        "\(ConfidenceCurves.coverages[index])",
        accuracy,
        intervals.isEmpty ? nil : intervals[index]
      )
    }
    for (index, bin) in curves.bins.enumerated() {
      add("binCount", "\(index + 1)", bin.count, nil)
      add("binConfidence", "\(index + 1)", bin.confidence, nil)
      add("binAccuracy", "\(index + 1)", bin.accuracy, nil)
    }
    return text
  }

  private func rows(_ metrics: ClassificationMetrics, level: String, metric: (String) -> EvaluationMetric?) -> String {
    let scores = metrics.scores
    var text = CSV.line([level, "count", "", "\(metrics.count)", "", ""])
    let headline = [
      ("accuracy", scores.accuracy), ("balancedAccuracy", scores.balancedAccuracy), ("top2", scores.top2),
      ("macroF1", scores.macroF1), ("mcc", scores.mcc),
    ]
    for (name, value) in headline {
      let interval = metric(name).flatMap { bootstrap.intervals[$0] }
      text += CSV.line([
        level, name, "", "\(value)", interval.map { "\($0.low)" } ?? "", interval.map { "\($0.high)" } ?? "",
      ])
    }
    for row in metrics.perClass {
      text += CSV.line([level, "precision", row.name, "\(row.precision)", "", ""])
      text += CSV.line([level, "recall", row.name, "\(row.recall)", "", ""])
      text += CSV.line([level, "f1", row.name, "\(row.f1)", "", ""])
      text += CSV.line([level, "support", row.name, "\(row.support)", "", ""])
    }
    return text
  }
}
