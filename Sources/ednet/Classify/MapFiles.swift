import Foundation
import Pipelines
import Reports
import SymmetryClassification

/// The maps of a classified scan, as figures and as files for other programs.
struct MapFiles {
  let map: ScanMap
  let grid: ScanGrid
  /// The distances between columns and between rows in micrometres; nil if they are not known.
  let step: SIMD2<Double>?
  let classes: [String]

  /// Writes the map to each of the files, in the format of its ending.
  func write(to paths: [String], quiet: Bool) throws {
    if paths.contains(where: { CrystalMapFormat(path: $0) == nil }), let warning = FigureFiles.warning(on: classes) {
      StandardError.warning(warning)
    }
    if step == nil, paths.contains(where: { CrystalMapFormat(path: $0) != nil }) {
      StandardError.warning(
        "the step of the scan is not known, so x and y count positions as if they were 1 µm apart; give --step"
      )
    }
    for path in paths {
      var written = [path]
      if let format = CrystalMapFormat(path: path) {
        let crystals = map.crystalMap(on: grid, step: step ?? [1, 1], classes: classes)
        try OutputFile.write(crystals.bytes(as: format), to: path)
      } else {
        written.append(try draw(to: path))
      }
      if !quiet { StandardError.note("map: \(written.joined(separator: ", "))") }
    }
  }

  /// Draws the map of classes, and the map of their probabilities beside it; returns the path of the latter.
  private func draw(to path: String) throws -> String {
    let url = URL(fileURLWithPath: path)
    let confidence = path.dropLast(url.pathExtension.count + 1) + "-confidence." + url.pathExtension
    let verdicts = map.verdicts(on: grid)
    try FigureFiles.write(
      SymmetryMapFigure(rows: grid.rows, columns: grid.columns, verdicts: verdicts, classes: classes, step: step),
      to: path
    )
    try FigureFiles.write(
      ConfidenceMapFigure(
        rows: grid.rows,
        columns: grid.columns,
        values: map.probabilities(on: grid),
        isMeasured: verdicts.map { $0 != nil },
        step: step
      ),
      to: String(confidence)
    )
    return String(confidence)
  }
}

extension ScanGrid {
  /// The distances between columns and between rows in micrometres: those of the names, else the given one; nil without
  /// either.
  ///
  /// - Throws: `CommandFailure` if both are known and differ by more than 1 %.
  func step(given: Double?) throws -> SIMD2<Double>? {
    if let given, let other = [columnStep, rowStep].compactMap(\.self).first(where: { abs($0 - given) > 0.01 * given })
    {
      throw CommandFailure(
        "--step is \(given) µm, but the names give \(String(format: "%.4g", other)) µm; leave --step out or correct it"
      )
    }
    guard let column = columnStep ?? rowStep ?? given, let row = rowStep ?? columnStep ?? given else { return nil }
    return [column, row]
  }
}
