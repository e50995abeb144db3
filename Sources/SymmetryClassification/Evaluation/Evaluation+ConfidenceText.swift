extension Evaluation {
  /// The curves of confidence as tables: the surest patterns, and the reliability of probabilities.
  var confidenceLines: [String] {
    var coverage = TextTable([.right, .right, .left])
    coverage.append(["surest", "accuracy", ""])
    for (place, accuracy) in curves.accuracyAtCoverage.enumerated() {
      let widths = bootstrap.coverageIntervals
      coverage.append([
        "\(10 * (place + 1)) %", decimal(accuracy),
        widths.isEmpty ? "" : "[\(decimal(widths[place].low)), \(decimal(widths[place].high))]",
      ])
    }
    var bins = TextTable([.right, .right, .right])
    bins.append(["probability", "accuracy", "patterns"])
    for bin in curves.bins where bin.count > 0 {
      bins.append([decimal(bin.confidence), decimal(bin.accuracy), "\(Int(bin.count.rounded()))"])
    }
    return ["Accuracy of the patterns that the model is surest of"] + coverage.lines
      + ["  mean error over all coverages: \(decimal(curves.riskArea)) \(interval(.riskArea))", ""]
      + [
        "Reliability: mean probability and accuracy, bins of as many patterns each (parts rounded)"
      ] + bins.lines
      + [
        "  expected calibration error \(decimal(curves.calibrationError)); right probabilities "
          + "would show \(decimal(curves.noiseFloor)) by chance"
      ]
  }
}
