import Diffraction
import Figures
import Files
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
        let facts = [
          point.probability.map { String(format: "probability %.3f", $0) },
          point.best.map { String(format: "correlation %.3f", $0.score) },
          point.matches.isEmpty ? nil : point.margin.map { String(format: "margin %.3f", $0) },
        ].compactMap(\.self)
        text += "\(point.image): \(label(of: point.decision)) (\(facts.joined(separator: ", ")))\n"
      }
    }
    if let check {
      let matched = points.count { !$0.matches.isEmpty }
      text +=
        "\(points.count - matched) of \(points.count) patterns were classified by the network alone; matching decided "
        + "the others and agreed with the network on \(check.agreed) of \(check.compared) of which both were sure\n"
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

  /// Writes the table, and for a scan maps of phases and orientations and crystal maps for other programs.
  ///
  /// Then the kept parts of an unfinished run are removed.
  ///
  /// - Parameters:
  ///   - folder: the folder, which exists.
  ///   - step: the distances between columns and between rows in micrometres; nil if they are not known.
  /// - Returns: the paths of the files.
  /// - Throws: `PipelineError` if a file cannot be written.
  package func write(to folder: String, step: SIMD2<Double>? = nil) throws -> [String] {
    var paths: [String] = []
    func write(_ bytes: [UInt8], _ name: String) throws {
      paths.append("\(folder)/\(name)")
      try OutputFile.write(bytes, to: paths[paths.count - 1])
    }
    try write(Array(table().utf8), "phases.csv")
    if points.count > 1, let grid { try writeMaps(on: grid, step: step, with: write) }
    PhaseProgress.remove(from: folder)
    return paths
  }

  private func writeMaps(
    on grid: ScanGrid,
    step: SIMD2<Double>?,
    with write: (_ bytes: [UInt8], _ name: String) throws -> Void
  ) throws {
    let figures: [(RunFile.Figure, any Figure)] = [
      (.phases, phaseMap(on: grid, step: step)), (.orientations, orientationMap(on: grid, step: step)),
      (.confidence, confidenceMap(on: grid, step: step)),
    ]
    for (name, figure) in figures {
      for format in FigureFormat.allCases { try write(figure.data(as: format), "\(name.rawValue).\(format.rawValue)") }
    }
    let map = crystalMap(on: grid, step: step ?? [1, 1])
    for format in [CrystalMapFormat.ang, .ctf, .h5] {
      try write(map.bytes(as: format), "phases.\(format.rawValue)")
    }
  }
}
