import Crystallography
import Diffraction
import Foundation
import SymmetryClassification

/// The conditions of an image, as its row in `patterns.csv` states them; nil if a field is absent or empty.
struct StatedConditions: Equatable {
  /// The accelerating voltage in kV.
  var voltage: Double?
  /// The angle between the sample surface and the horizontal, in degrees.
  var sampleTilt: Double?
  /// The tilt of the detector in degrees, positive if it looks down.
  var detectorTilt: Double?
  /// The pattern centre.
  var patternCenter: Vector3?
  /// The convention of the pattern centre.
  var convention = PatternCenterConvention.bruker

  /// Nothing is stated.
  init() {}

  /// Reads the fields of a row; their names are those of the tables of simulated patterns.
  ///
  /// - Throws: `PipelineError` if a field is no number in its range, naming the column.
  init(_ row: PatternTable.Row) throws(PipelineError) {
    voltage = try Self.number(row, "voltage", in: PhaseConfiguration.voltages)
    sampleTilt = try Self.number(row, "sample_tilt", in: PhaseConfiguration.tilts)
    detectorTilt = try Self.number(row, "detector_tilt", in: PhaseConfiguration.tilts)
    let columns = ["x", "y", "z"].map { "pattern_center_\($0)" }
    var center: [Double] = []
    for column in columns {
      if let coordinate = try Self.number(row, column, in: column.hasSuffix("z") ? 0.01...10 : -10...10) {
        center.append(coordinate)
      }
    }
    guard center.isEmpty || center.count == 3 else {
      throw PipelineError("\(columns.joined(separator: ", ")) need three numbers, or none")
    }
    if center.count == 3 { patternCenter = [center[0], center[1], center[2]] }
    if let name = row["pattern_center_convention"], !name.isEmpty {
      guard let known = PatternCenterConvention(rawValue: name) else {
        let names = PatternCenterConvention.allCases.map(\.rawValue).joined(separator: ", ")
        throw PipelineError("pattern_center_convention must be one of \(names), not '\(name)'")
      }
      convention = known
    }
  }

  private static func number(
    _ row: PatternTable.Row,
    _ column: String,
    in range: ClosedRange<Double>
  ) throws(PipelineError) -> Double? {
    guard let text = row[column], !text.isEmpty else { return nil }
    guard let number = Double(text), range.contains(number) else {
      let (least, most) = (range.lowerBound.formatted(), range.upperBound.formatted())
      throw PipelineError("\(column) must be a number from \(least) to \(most), not '\(text)'")
    }
    return number
  }
}
