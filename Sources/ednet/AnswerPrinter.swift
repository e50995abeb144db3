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

  private struct Line: Encodable {
    var file: String
    var prediction: String?
    var probability: Float?
    var probabilities: [String: Float]?
    var error: String?
  }

  /// What comes before the first answer.
  var header: String {
    guard format == .csv else { return "" }
    return CSV.line(["file", "prediction", "probability"] + (all ? classes : []) + ["error"])
  }

  /// The line of one answer.
  func line(_ answer: Answer) -> String {
    let ranking = answer.ranking
    guard let first = ranking.first else { return "" }
    switch format {
    case .text:
      let parts = ranking.prefix(top).map { "\(classes[$0]) \(answer.probabilities[$0].percent)" }
      return "\(answer.file): \(parts.joined(separator: ", "))\n"
    case .json:
      return json(
        Line(
          file: answer.file,
          prediction: classes[first],
          probability: answer.probabilities[first],
          probabilities: Dictionary(uniqueKeysWithValues: zip(classes, answer.probabilities))
        )
      )
    case .csv:
      let others = all ? answer.probabilities.map { "\($0)" } : []
      return CSV.line(
        [answer.file, classes[first], "\(answer.probabilities[first])"] + others + [""]
      )
    }
  }

  /// The line of a file that has no answer; in text there is none, since standard error says it.
  func line(failed file: String, because reason: String) -> String {
    switch format {
    case .text: ""
    case .json: json(Line(file: file, error: reason))
    case .csv:
      CSV.line([file, "", ""] + (all ? classes.map { _ in "" } : []) + [reason])
    }
  }

  private func json(_ line: Line) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(line)) ?? Data()
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
