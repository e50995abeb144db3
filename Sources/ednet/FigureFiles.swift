import Files
import Foundation
import NeuralNetworks
import Reports
import SymmetryClassification

/// Figures and pages as files.
enum FigureFiles {
  /// Writes a figure in the format of the file's ending.
  ///
  /// - Throws: `CommandFailure` for another ending, or where the file cannot be written.
  static func write(_ figure: some Figure, to path: String) throws {
    guard let format = FigureFormat(path: path) else {
      let known = FigureFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw CommandFailure("\(path): the name of a figure ends in one of \(known)")
    }
    try write(figure.data(as: format), to: path)
  }

  /// Writes a file, whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do { try AtomicFile(path).write(bytes) } catch {
      throw CommandFailure("\(path) cannot be written: \(error.reason)")
    }
  }

  /// Writes the figures of an evaluation into a folder, each as PNG, SVG and PDF.
  static func write(
    _ evaluation: Evaluation,
    history: [EpochRecord] = [],
    toFolder folder: String
  ) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("\(folder) cannot be made a folder; choose another place")
    }
    func write(_ figure: some Figure, _ name: String) throws {
      for format in FigureFormat.allCases {
        try self.write(figure.data(as: format), to: "\(folder)/\(name).\(format.rawValue)")
      }
    }
    try write(confusion(evaluation), "confusion")
    try write(ReliabilityFigure(evaluation.curves), "reliability")
    try write(CoverageFigure(evaluation.curves), "coverage")
    if !history.isEmpty { try write(CurvesFigure(history), "curves") }
  }

  /// The confusion matrix of the classes that occur.
  static func confusion(_ evaluation: Evaluation) -> ConfusionFigure {
    let rows = evaluation.metrics.confusion.rows
    let seen = evaluation.classes.indices.filter { k in
      rows[k].contains { $0 > 0 } || rows.contains { $0[k] > 0 }
    }
    return ConfusionFigure(
      classes: seen.map { evaluation.classes[$0] },
      rows: seen.map { row in seen.map { rows[row][$0] } }
    )
  }
}
