import Foundation
import SymmetryClassification

/// Answers as lines of text, JSON or CSV.
struct AnswerPrinter {
  let classes: [String]
  let format: Classify.Format
  /// How many classes a line of text names.
  let top: Int
  /// Whether CSV carries the probabilities of all classes.
  let all: Bool
  /// The rule that accepts answers.
  let rule: DecisionRule
  /// Whether an answer is that of all patterns of a crystal.
  let isFused: Bool
  private let lattices: BravaisInterpretation?
  /// The lattices of which a line of text has said when they look alike; once is enough.
  private var explained: Set<AmbiguousLatticePair> = []

  init(
    classes: [String],
    format: Classify.Format,
    top: Int,
    all: Bool,
    rule: DecisionRule,
    isFused: Bool
  ) {
    (self.classes, self.format, self.top, self.all) = (classes, format, top, all)
    (self.rule, self.isFused) = (rule, isFused)
    lattices = BravaisInterpretation(classes: classes)
  }

  private struct Line: Encodable {
    var file: String
    var prediction: String?
    var probability: Float?
    var mostProbable: String?
    var probabilities: [String: Float]?
    var latticeSystem: String?
    var latticeSystems: [String: Float]?
    var hint: String?
    var novelty: Float?
    var patterns: Int?
    var leftOut: Int?
    var error: String?
  }

  /// What comes before the first answer.
  var header: String {
    guard format == .csv else { return "" }
    return CSV.line(
      ["file", "prediction", "probability", "mostProbable"] + (all ? classes : [])
        + (lattices == nil ? [] : ["latticeSystem", "latticeSystemProbability", "hint"])
        + (isFused ? ["patterns", "leftOut"] : ["novelty"]) + ["error"]
    )
  }

  /// The line of one answer.
  mutating func line(_ file: FilePrediction) -> String {
    let answer = file.prediction
    let ranking = answer.ranking
    guard let first = ranking.first else { return "" }
    let probability = answer.probabilities[first]
    let prediction = rule.verdict(on: answer).label(in: classes)
    let systems = lattices?.systems(answer.probabilities) ?? []
    let resemblance = lattices?.ambiguousPair(answer.probabilities)
    switch format {
    case .text:
      let parts = ranking.prefix(top).map { "\(classes[$0]) \(answer.probabilities[$0].percent)" }
      var text = parts.joined(separator: ", ")
      if prediction != classes[first] { text = "\(prediction) (\(text))" }
      if let system = systems.first {
        text += "; \(system.system.rawValue) \(system.probability.percent)"
      }
      if let novelty = answer.outOfDistributionScore, novelty > 1 {
        text += String(format: "; unlike patterns by %.2f", Double(novelty))
      }
      if let resemblance {
        let isNew = explained.insert(resemblance).inserted
        text += "; \(isNew ? resemblance.sentence : resemblance.clause)"
      }
      if let fused = answer.fused {
        text += "; \(fused.patterns) patterns"
        let left = fused.excluded
        if left > 0 { text += "; \(left) image\(left == 1 ? "" : "s") left out: not a pattern" }
      }
      return "\(file.file): \(text)\n"
    case .json:
      return json(
        Line(
          file: file.file,
          prediction: prediction,
          probability: probability,
          mostProbable: classes[first],
          probabilities: Dictionary(uniqueKeysWithValues: zip(classes, answer.probabilities)),
          latticeSystem: systems.first?.system.rawValue,
          latticeSystems: systems.isEmpty
            ? nil
            : Dictionary(
              uniqueKeysWithValues: systems.map { ($0.system.rawValue, $0.probability) }
            ),
          hint: resemblance?.sentence,
          novelty: answer.outOfDistributionScore,
          patterns: answer.fused?.patterns,
          leftOut: answer.fused?.excluded
        )
      )
    case .csv:
      let others = all ? answer.probabilities.map { "\($0)" } : []
      let system =
        systems.first.map {
          [$0.system.rawValue, "\($0.probability)", resemblance?.sentence ?? ""]
        } ?? []
      let counts = answer.fused.map { ["\($0.patterns)", "\($0.excluded)"] } ?? []
      let novelty = isFused ? [] : [answer.outOfDistributionScore.map { "\($0)" } ?? ""]
      return CSV.line(
        [file.file, prediction, "\(probability)", classes[first]] + others + system + counts
          + novelty + [""]
      )
    }
  }

  /// The line of a file that has no answer; in text there is none, since standard error says it.
  func line(failed file: String, because reason: String) -> String {
    switch format {
    case .text: ""
    case .json: json(Line(file: file, error: reason))
    case .csv:
      CSV.line(
        [file, "", "", ""] + (all ? classes.map { _ in "" } : [])
          + (lattices == nil ? [] : ["", "", ""]) + (isFused ? ["", ""] : [""]) + [reason]
      )
    }
  }

  private func json(_ line: Line) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(line)) ?? Data()
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
