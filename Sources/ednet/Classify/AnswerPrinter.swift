import Crystallography
import Foundation
import Pipelines
import SymmetryClassification

/// The lines of answers as text, JSON or CSV.
struct AnswerPrinter {
  let classes: [String]
  let format: Classify.Format
  /// The number of classes in a line of text.
  let top: Int
  /// True if CSV has the probabilities of all classes.
  let all: Bool
  /// The rule that accepts answers.
  let rule: DecisionRule
  /// True if answers are fused over all patterns of a crystal.
  let isFused: Bool
  /// True if the model knows Laue classes.
  let hasLaueClasses: Bool
  private let lattices: BravaisInterpretation?
  /// The ambiguous pairs that a line of text has explained.
  private var explained: Set<AmbiguousLatticePair> = []

  init(_ classifier: Classifier, format: Classify.Format, top: Int, all: Bool, rule: DecisionRule, isFused: Bool) {
    (classes, hasLaueClasses) = (classifier.classes, classifier.laueHead != nil)
    (self.format, self.top, self.all, self.rule, self.isFused) = (format, top, all, rule, isFused)
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
    var laueClass: String?
    var laueClasses: [String: Float]?
    var hint: String?
    var outOfDistributionScore: Float?
    var patterns: Int?
    var excluded: Int?
    var error: String?
  }

  /// The header, empty unless the format is CSV.
  var header: String {
    guard format == .csv else { return "" }
    return CSV.line(
      ["file", "prediction", "probability", "mostProbable"] + (all ? classes : [])
        + (lattices == nil ? [] : ["latticeSystem", "latticeSystemProbability"])
        + (hasLaueClasses ? ["laueClass", "laueClassProbability"] : []) + (lattices == nil ? [] : ["hint"])
        + (isFused ? ["patterns", "excluded"] : ["outOfDistributionScore"]) + ["error"]
    )
  }

  /// The line of an answer.
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
      if let system = systems.first { text += "; \(system.system.rawValue) \(system.probability.percent)" }
      if let laue = answer.mostProbableLaueClass {
        text += ", Laue class \(laue.laueClass.rawValue) \(laue.probability.percent)"
      }
      if let score = answer.outOfDistributionScore, score > 1 {
        text += String(format: "; out-of-distribution score %.2f", Double(score))
      }
      if let resemblance {
        let isNew = explained.insert(resemblance).inserted
        text += "; \(isNew ? resemblance.sentence : resemblance.clause)"
      }
      if let fused = answer.fused {
        text += "; \(fused.patterns) patterns"
        let excluded = fused.excluded
        if excluded > 0 { text += "; \(excluded) image\(excluded == 1 ? "" : "s") excluded: not a pattern" }
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
            ? nil : Dictionary(uniqueKeysWithValues: systems.map { ($0.system.rawValue, $0.probability) }),
          laueClass: answer.mostProbableLaueClass?.laueClass.rawValue,
          laueClasses: answer.laueClasses.map {
            Dictionary(uniqueKeysWithValues: zip(LaueClass.allCases.map(\.rawValue), $0))
          },
          hint: resemblance?.sentence,
          outOfDistributionScore: answer.outOfDistributionScore,
          patterns: answer.fused?.patterns,
          excluded: answer.fused?.excluded
        )
      )
    case .csv:
      let others = all ? answer.probabilities.map { "\($0)" } : []
      let system = systems.first.map { [$0.system.rawValue, "\($0.probability)"] } ?? []
      let laue = answer.mostProbableLaueClass.map { [$0.laueClass.rawValue, "\($0.probability)"] } ?? []
      let hint = systems.isEmpty ? [] : [resemblance?.sentence ?? ""]
      let counts = answer.fused.map { ["\($0.patterns)", "\($0.excluded)"] } ?? []
      let score = isFused ? [] : [answer.outOfDistributionScore.map { "\($0)" } ?? ""]
      return CSV.line(
        [file.file, prediction, "\(probability)", classes[first]] + others + system + laue + hint + counts + score + [
          ""
        ]
      )
    }
  }

  /// The line of an unreadable file; none in text, since the error goes to standard error.
  func line(failed file: String, because reason: String) -> String {
    switch format {
    case .text: ""
    case .json: json(Line(file: file, error: reason))
    case .csv:
      CSV.line(
        [file, "", "", ""] + (all ? classes.map { _ in "" } : []) + (lattices == nil ? [] : ["", "", ""])
          + (hasLaueClasses ? ["", ""] : []) + (isFused ? ["", ""] : [""]) + [reason]
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
