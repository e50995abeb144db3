import Foundation
import Reports
import SymmetryClassification

/// The answers of a scan, gathered to be drawn.
struct ScanMap {
  private let classes: [String]
  /// The files, in the order in which their answers came.
  private var places: [(name: String, answer: SymmetryMapFigure.Answer, probability: Float?)] = []

  /// Begins with no answer.
  init(classes: [String]) { self.classes = classes }

  /// The names of the files.
  var names: [String] { places.map(\.name) }

  /// Adds an answer; one that is not accepted stays unknown.
  mutating func add(_ answer: Answer, isAccepted: Bool) {
    guard let first = answer.ranking.first else { return add(failed: answer.file) }
    let probability = answer.isPattern ? answer.probabilities[first] : nil
    places.append(
      (
        answer.file, !answer.isPattern ? .noPattern : isAccepted ? .index(first) : .unknown,
        probability
      )
    )
  }

  /// Adds a file that could not be read.
  mutating func add(failed file: String) { places.append((file, .unknown, nil)) }

  /// Draws both maps.
  func write(_ grid: ScanGrid, to path: String, confidence: String) throws {
    try FigureFiles.write(
      SymmetryMapFigure(
        rows: grid.rows,
        columns: grid.columns,
        answers: grid.files.map { $0.map { places[$0].answer } ?? .unknown },
        names: classes
      ),
      to: path
    )
    try FigureFiles.write(
      ConfidenceMapFigure(
        rows: grid.rows,
        columns: grid.columns,
        values: grid.files.map { $0.flatMap { places[$0].probability } }
      ),
      to: confidence
    )
  }

  /// Where the map of probabilities goes: `map.png` has `map-confidence.png` beside it.
  static func confidencePath(beside path: String) -> String {
    let url = URL(fileURLWithPath: path)
    return String(path.dropLast(url.pathExtension.count + 1)) + "-confidence." + url.pathExtension
  }
}
