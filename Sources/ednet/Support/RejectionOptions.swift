import ArgumentParser
import Pipelines
import SymmetryClassification

/// The options for the rejection of uncertain answers.
struct RejectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Answer \"unknown\" if the most probable class is less probable than this, 0 to 1.",
      valueName: "p"
    )
  ) var rejectBelow: Double?

  @Option(
    help: ArgumentHelp(
      "Answer \"unknown\" often enough to keep the error rate of the other answers below this, 0 to 1.",
      discussion:
        "The threshold is the lowest one whose error rate on the model's validation specimens was below this with "
        + "95 % confidence.",
      valueName: "r"
    )
  ) var errorRate: Double?

  func validate() throws {
    if let rejectBelow, !(0...1).contains(rejectBelow) {
      throw ValidationError("--reject-below must be a probability from 0 to 1, not \(rejectBelow).")
    }
    if let errorRate, !(errorRate > 0 && errorRate < 1) {
      throw ValidationError("--error-rate must be between 0 and 1, not \(errorRate).")
    }
    if rejectBelow != nil && errorRate != nil {
      throw ValidationError("--reject-below and --error-rate both set the threshold; give one.")
    }
  }

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
  /// - Returns: the rule.
  /// - Throws: `CommandFailure` if no threshold of the model guarantees the error rate.
  func rule(of model: ModelFile, _ classifier: Classifier, fused: Bool, quiet: Bool) throws -> DecisionRule {
    let rule: DecisionRule
    do throws(ClassificationError) {
      rule = try DecisionRule(requirement, calibration: classifier.calibration, fused: fused)
    } catch { throw CommandFailure("\(model.path): \(error) (--reject-below)") }
    if !quiet, let point = rule.validation {
      StandardError.note(
        "\(fused ? "fused answers" : "answers for single patterns") below \(Self.percent(point.threshold)) are "
          + "unknown: in validation \(Self.percent(point.coverage)) were accepted, "
          + "\(Self.percent(point.error)) of them wrong (below \(Self.percent(point.bound)) with 95 % confidence)"
      )
    }
    return rule
  }

  private static func percent(_ share: Double) -> String { Float(share).percent }
}
