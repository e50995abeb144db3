extension Evaluation {
  /// Returns the confusion matrix as CSV: a row a true class, a column a predicted one.
  public func confusionCSV() -> String {
    var text = CSV.line(["true\\predicted"] + classes)
    for (name, row) in zip(classes, metrics.confusion.rows) {
      text += CSV.line([name] + row.map { "\($0)" })
    }
    return text
  }

  /// Returns the metrics as CSV, one a row: `level,metric,class,value,low,high`.
  ///
  /// The level is `pattern` or `specimen`; the class is empty for a metric of all classes; low and
  /// high are the ends of the confidence interval, empty where there is none. The numbers are those
  /// of the JSON. Of curves the class is the place on them: the coverage of `coverageAccuracy`, the
  /// bin, from the least sure, of `binCount`, `binConfidence` and `binAccuracy`.
  public func metricsCSV() -> String {
    var text = CSV.line(["level", "metric", "class", "value", "low", "high"])
    text += rows(metrics, level: "pattern") { EvaluationMetric(rawValue: $0) }
    text += curveRows
    text += rows(errors, patternAcceptance, level: "pattern")
    if let count = nonPatternCount {
      text += CSV.line(["pattern", "noPattern", "", "\(count)", "", ""])
    }
    if let specimenMetrics {
      text += rows(specimenMetrics, level: "specimen") {
        $0 == "accuracy" ? .specimenAccuracy : nil
      }
      text += rows(specimenErrors, specimenAcceptance, level: "specimen")
    }
    return text
  }

  private func rows(
    _ errors: LatticeErrors?,
    _ acceptance: SelectivePrediction?,
    level: String
  ) -> String {
    var cells: [(String, String)] = []
    if let errors {
      cells += [
        ("errorsOfLatticeSystem", "\(errors.system)"), ("errorsOfCentring", "\(errors.centring)"),
        ("errorsAlike", "\(errors.alike)"),
      ]
    }
    if let acceptance {
      cells += [
        ("acceptanceThreshold", "\(acceptance.threshold)"), ("accepted", "\(acceptance.accepted)"),
        ("coverage", "\(acceptance.coverage)"), ("errorOfAccepted", "\(acceptance.error)"),
        ("errorBoundOfAccepted", "\(acceptance.bound)"),
      ]
    }
    return cells.reduce("") { $0 + CSV.line([level, $1.0, "", $1.1, "", ""]) }
  }

  private var curveRows: String {
    var text = ""
    func add(_ metric: String, _ place: String, _ value: Double, _ interval: ConfidenceInterval?) {
      text += CSV.line([
        "pattern", metric, place, "\(value)", interval.map { "\($0.low)" } ?? "",
        interval.map { "\($0.high)" } ?? "",
      ])
    }
    for (metric, value) in [
      (EvaluationMetric.calibrationError, curves.calibrationError),
      (.accuracyAtHalfCoverage, curves.accuracyAtHalfCoverage), (.riskArea, curves.riskArea),
    ] { add(metric.rawValue, "", value, bootstrap.intervals[metric]) }
    add("calibrationNoiseFloor", "", curves.noiseFloor, nil)
    for (place, accuracy) in curves.accuracyAtCoverage.enumerated() {
      let widths = bootstrap.coverageIntervals
      add(
        "coverageAccuracy",
        "\(ConfidenceCurves.coverages[place])",
        accuracy,
        widths.isEmpty ? nil : widths[place]
      )
    }
    for (index, bin) in curves.bins.enumerated() {
      add("binCount", "\(index + 1)", bin.count, nil)
      add("binConfidence", "\(index + 1)", bin.confidence, nil)
      add("binAccuracy", "\(index + 1)", bin.accuracy, nil)
    }
    return text
  }

  private func rows(
    _ metrics: ClassificationMetrics,
    level: String,
    metric: (String) -> EvaluationMetric?
  ) -> String {
    let scores = metrics.scores
    var text = CSV.line([level, "count", "", "\(metrics.count)", "", ""])
    let headline = [
      ("accuracy", scores.accuracy), ("balancedAccuracy", scores.balancedAccuracy),
      ("top2", scores.top2), ("macroF1", scores.macroF1), ("mcc", scores.mcc),
    ]
    for (name, value) in headline {
      let interval = metric(name).flatMap { bootstrap.intervals[$0] }
      text += CSV.line([
        level, name, "", "\(value)", interval.map { "\($0.low)" } ?? "",
        interval.map { "\($0.high)" } ?? "",
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
