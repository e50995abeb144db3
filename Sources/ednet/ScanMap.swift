import Foundation
import Reports
import SymmetryClassification

/// The answers of a scan, gathered to be drawn.
struct ScanMap {
  private let classes: [String]
  /// The files, in the order in which their answers came.
  private(set) var names: [String] = []
  private var values: [Int?] = []
  private var probabilities: [Float?] = []

  /// Begins with no answer.
  init(classes: [String]) { self.classes = classes }

  /// Adds an answer; one that is not accepted stays unknown.
  mutating func add(_ answer: Answer, isAccepted: Bool) {
    guard let first = answer.ranking.first else { return add(failed: answer.file) }
    names.append(answer.file)
    values.append(isAccepted ? first : nil)
    probabilities.append(answer.isPattern ? answer.probabilities[first] : nil)
  }

  /// Adds a file that could not be read.
  mutating func add(failed file: String) {
    names.append(file)
    values.append(nil)
    probabilities.append(nil)
  }

  /// Draws both maps.
  func write(_ grid: ScanGrid, to path: String, confidence: String) throws {
    try FigureFiles.write(
      SymmetryMapFigure(
        rows: grid.rows,
        columns: grid.columns,
        values: grid.files.map { $0.flatMap { values[$0] } },
        names: classes
      ),
      to: path
    )
    try FigureFiles.write(
      ConfidenceMapFigure(
        rows: grid.rows,
        columns: grid.columns,
        values: grid.files.map { $0.flatMap { probabilities[$0] } }
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
