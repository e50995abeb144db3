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

  /// The requirement that the options state.
  var requirement: DecisionRule.Requirement {
    errorRate.map { .errorRate($0) } ?? rejectBelow.map { .probability($0) } ?? .none
  }

  /// The decision rule that the options ask for.
  ///
  /// - Parameters:
  ///   - model: the model file, for errors.
  ///   - classifier: the source of the risk–coverage curves.
  ///   - fused: true for predictions fused over all patterns of a crystal.
  ///   - quiet: true to print no note on the threshold.
  /// - Throws: `CommandFailure` if no threshold of the model guarantees the error rate.
  func rule(
    of model: ModelFile,
    _ classifier: Classifier,
    fused: Bool,
    quiet: Bool
  ) throws -> DecisionRule {
    let rule: DecisionRule
    do throws(ClassificationError) {
      rule = try DecisionRule(requirement, calibration: classifier.calibration, fused: fused)
    } catch {
      throw CommandFailure("\(model.path): \(error) (--reject-below)")
    }
    if !quiet, let point = rule.validation {
      StandardError.note(
        "\(fused ? "fused answers" : "answers for single patterns") below \(Self.percent(point.threshold)) are "
          + "unknown: in validation \(Self.percent(point.coverage)) were accepted and \(Self.percent(point.error)) "
          + "of those wrong (below \(Self.percent(point.bound)) with a confidence of 95 %)"
      )
    }
    return rule
  }

  private static func percent(_ share: Double) -> String { Float(share).percent }
}
