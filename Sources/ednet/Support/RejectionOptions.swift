import ArgumentParser
import SymmetryClassification

/// Which answers are sure enough to be given, the same for every command that gives some.
struct RejectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Answer \"unknown\" where the most probable class is less probable than this, 0 to 1.",
      valueName: "p"
    )
  )
  var rejectBelow: Double?

  @Option(
    help: ArgumentHelp(
      "Answer \"unknown\" as often as it takes to be wrong at no more than this rate, 0 to 1.",
      discussion:
        "The threshold is the lowest at which, on the model's validation specimens, the rate "
        + "of errors among accepted answers was below this with a confidence of 95 %.",
      valueName: "r"
    )
  )
  var errorRate: Double?

  func validate() throws {
    if let rejectBelow, !(0...1).contains(rejectBelow) {
      throw ValidationError("--reject-below must be a probability from 0 to 1, not \(rejectBelow).")
    }
    if let errorRate, !(errorRate > 0 && errorRate < 1) {
      throw ValidationError("--error-rate must lie between 0 and 1, not be \(errorRate).")
    }
    if rejectBelow != nil && errorRate != nil {
      throw ValidationError("--reject-below and --error-rate both set the threshold; give one.")
    }
  }

  /// Whether any answer may be "unknown".
  var isGiven: Bool { rejectBelow != nil || errorRate != nil }

  /// The least probability that is accepted; nil where all are.
  ///
  /// - Parameters:
  ///   - model: the file, for errors.
  ///   - classifier: whose curves give the threshold of a rate of errors.
  ///   - fused: whether the answers are those of all patterns of a crystal.
  ///   - quiet: whether to say nothing of how the threshold came about.
  /// - Returns: the threshold.
  /// - Throws: `CommandFailure` where the model knows no threshold for the rate.
  func threshold(
    of model: ModelFile,
    _ classifier: Classifier,
    fused: Bool,
    quiet: Bool
  ) throws -> Double? {
    // As precise as probabilities are, so that one that was printed may be given back as the threshold.
    guard let errorRate else { return rejectBelow.map { Double(Float($0)) } }
    let calibration = classifier.calibration
    let what = fused ? "fused answers" : "answers for single patterns"
    guard let curve = fused ? calibration.specimenCurve : calibration.patternCurve else {
      throw CommandFailure(
        "\(model.path) holds no error rates of \(what) on validation specimens, so that --error-rate cannot "
          + "choose a threshold; train with validation patterns\(fused ? " of several a specimen" : ""), "
          + "or set one with --reject-below"
      )
    }
    guard let point = curve.point(forErrorRate: errorRate) else {
      throw CommandFailure(
        "\(model.path) cannot promise an error rate of \(errorRate): on its \(curve.answers) validation "
          + "\(fused ? "specimens" : "patterns of \(curve.specimens) specimens") the least that any threshold "
          + "keeps with a confidence of 95 % is \(Self.percent(curve.leastBound)); ask for more than that, "
          + "or set a threshold with --reject-below"
      )
    }
    if !quiet {
      StandardError.note(
        "\(what) below \(Self.percent(point.threshold)) are unknown: in validation "
          + "\(Self.percent(point.coverage)) were accepted and \(Self.percent(point.error)) of those wrong "
          + "(below \(Self.percent(point.bound)) with a confidence of 95 %)"
      )
    }
    return point.threshold
  }

  private static func percent(_ share: Double) -> String { Float(share).percent }
}
