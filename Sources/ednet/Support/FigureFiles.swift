import Foundation
import NeuralNetworks
import Reports
import SymmetryClassification

/// Figures as files.
enum FigureFiles {
  /// The format of a file's ending.
  ///
  /// - Throws: `CommandFailure` for another ending, which calls the picture by its noun and names the
  ///   others that are known.
  @discardableResult
  static func format(
    of path: String,
    _ noun: String = "figure",
    or others: String...
  ) throws -> FigureFormat {
    if let format = FigureFormat(path: path) { return format }
    let known = (FigureFormat.allCases.map { "." + $0.rawValue } + others).joined(separator: ", ")
    throw CommandFailure("\(path): the name of a \(noun) ends in one of \(known)")
  }

  /// Writes a figure in the format of the file's ending.
  ///
  /// - Throws: `CommandFailure` for another ending, or where the file cannot be written.
  static func write(_ figure: some Figure, to path: String) throws {
    try OutputFile.write(figure.data(as: format(of: path)), to: path)
  }

  /// Writes the figures of an evaluation into a folder, each as PNG, SVG and PDF.
  static func write(
    _ evaluation: Evaluation,
    history: [EpochRecord] = [],
    toFolder folder: String
  ) throws {
    try OutputFile.makeFolder(folder)
    func write(_ figure: some Figure, _ name: String) throws {
      for format in FigureFormat.allCases {
        try OutputFile.write(figure.data(as: format), to: "\(folder)/\(name).\(format.rawValue)")
      }
    }
    try write(confusion(evaluation), "confusion")
    try write(ReliabilityFigure(evaluation.curves), "reliability")
    try write(RiskCoverageFigure(evaluation.curves), "coverage")
    if !history.isEmpty { try write(CurvesFigure(history), "curves") }
  }

  /// The confusion matrix of the classes that occur.
  static func confusion(_ evaluation: Evaluation) -> ConfusionFigure {
    let (seen, rows) = (evaluation.metrics.seenClasses, evaluation.metrics.confusion.rows)
    return ConfusionFigure(
      classes: seen.map { evaluation.classes[$0] },
      rows: seen.map { row in seen.map { rows[row][$0] } }
    )
  }
}
