import Figures
import Files
import Foundation
import NeuralNetworks
import Reports
import SymmetryClassification

/// Figures as files, in the format of the file's extension.
package enum FigureFiles {
  /// The format of a file's extension.
  ///
  /// - Throws: `PipelineError` for an unknown extension; it names the known ones.
  @discardableResult package static func format(
    of path: String,
    _ noun: String = "figure",
    or others: [String] = []
  ) throws -> FigureFormat {
    if let format = FigureFormat(path: path) { return format }
    let known = (FigureFormat.allCases.map { "." + $0.rawValue } + others).joined(separator: ", ")
    throw PipelineError("\(path): the name of a \(noun) must end in one of \(known)")
  }

  /// One sentence on the class names that figures cannot draw as they are; nil if there are none.
  package static func warning(on classes: [String]) -> String? { LegibleText().warning(on: classes) }

  /// Class names as figures draw them.
  package static func names(_ classes: [String]) -> [String] { LegibleText().names(classes) }

  /// Writes a figure in the format of the file's extension.
  ///
  /// - Throws: `PipelineError` for an unknown extension, or if the file cannot be written.
  package static func write(_ figure: some Figure, to path: String) throws {
    try OutputFile.write(figure.data(as: format(of: path)), to: path)
  }

  /// The figures of an evaluation, each as PNG, SVG and PDF, with the names of their files.
  package static func all(
    _ evaluation: Evaluation,
    history: [EpochRecord] = []
  ) throws -> [(name: String, bytes: [UInt8])] {
    func files(_ figure: some Figure, _ name: RunFile.Figure) throws -> [(name: String, bytes: [UInt8])] {
      try FigureFormat.allCases.map { ("\(name.rawValue).\($0.rawValue)", try figure.data(as: $0)) }
    }
    return try files(confusion(evaluation), .confusion) + files(ReliabilityFigure(evaluation.curves), .reliability)
      + files(RiskCoverageFigure(evaluation.curves), .coverage)
      + (history.isEmpty ? [] : files(CurvesFigure(history), .curves))
  }

  /// The confusion matrix of the classes that occur.
  package static func confusion(_ evaluation: Evaluation) -> ConfusionFigure {
    let (seen, rows) = (evaluation.metrics.seenClasses, evaluation.metrics.confusion.rows)
    return ConfusionFigure(
      classes: seen.map { evaluation.classes[$0] },
      rows: seen.map { row in seen.map { rows[row][$0] } }
    )
  }
}
