import Diffraction
import Foundation
import Reports
import SymmetryClassification

extension PhaseResult {
  /// The number of patterns up to which each answer is a line of the text.
  private static let listed = 50

  /// The answers in words: one line a pattern if they are few, and the share of each phase with its interval.
  public func text() -> String {
    var text = ""
    if points.count <= Self.listed {
      for point in points {
        let fit = String(format: "%.3f", point.best.score)
        let margin = point.margin.map { String(format: ", margin %.3f", $0) } ?? ""
        text += "\(point.image): \(label(of: point.decision)) (correlation \(fit)\(margin))\n"
      }
    }
    guard points.count > 1 else { return text }
    if !text.isEmpty { text += "\n" }
    for (label, count) in counts {
      let interval = BinomialInterval(count, of: points.count)
      text += String(
        format: "%6d  %5.1f %%  (%.1f–%.1f %%)  %@\n",
        count,
        100 * Double(count) / Double(points.count),
        100 * interval.lower,
        100 * interval.upper,
        label
      )
    }
    return text
  }

  /// Writes the table, and maps if the names of the images give positions.
  ///
  /// - Parameter folder: the folder, which exists.
  /// - Returns: the paths of the files.
  /// - Throws: `PipelineError` if a file cannot be written.
  package func write(to folder: String) throws -> [String] {
    var paths = ["\(folder)/phases.csv"]
    try OutputFile.write(Array(table().utf8), to: paths[0])
    guard points.count > 1, let grid = try? ScanGrid(names: points.map { "\($0.image)" }) else { return paths }
    let verdicts = grid.files.map { file -> Verdict? in
      file.map {
        switch points[$0].decision {
        case .phase(let index): .accepted(index)
        case .ambiguous: .unknown
        case .none: .notAPattern
        }
      }
    }
    let map = SymmetryMapFigure(
      rows: grid.rows,
      columns: grid.columns,
      verdicts: verdicts,
      classes: phases,
      labels: [.unknown: "ambiguous", .notAPattern: Self.noneLabel]
    )
    for format in FigureFormat.allCases {
      paths.append("\(folder)/phases.\(format.rawValue)")
      try FigureFiles.write(map, to: paths[paths.count - 1])
    }
    return paths
  }
}
