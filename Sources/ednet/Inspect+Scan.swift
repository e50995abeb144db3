import Foundation
import Imaging
import Pipelines

extension Inspect {
  /// Describes a scan file, and draws its mean pattern and its map of quality on demand.
  func describe(_ scan: ScanDescription, _ count: Int, path: String) throws {
    StandardOutput.write(Self.lines(scan, count, path: path).joined(separator: "\n") + "\n")
    guard meanPattern != nil || qualityMap != nil else { return }
    if qualityMap != nil, scan.rows == nil {
      throw CommandFailure("\(path): the file states no map, which --quality-map needs")
    }
    let statistics = try ScanStatistics(path)
    if let failure = statistics.failures.first {
      StandardError.warning("\(statistics.failures.count) patterns cannot be read, such as \(failure)")
    }
    if let meanPattern {
      try PNG.write(statistics.mean.contrastStretched(to: 255), to: meanPattern)
      StandardError.note("mean pattern: \(meanPattern)")
    }
    if let qualityMap, let map = statistics.qualityMap(scan) {
      try PNG.write(map, to: qualityMap)
      StandardError.note("map of image quality: \(qualityMap)")
    }
  }

  /// The properties of a scan in words.
  static func lines(_ scan: ScanDescription, _ count: Int, path: String) -> [String] {
    func number(_ value: Double) -> String { String(format: "%.5g", value) }
    func triple(_ values: SIMD3<Double>) -> String {
      (0..<3).map { String(format: "%.4f", values[$0]) }.joined(separator: ", ")
    }
    var lines = ["\(path): \(scan.format), \(count) patterns of \(scan.width)×\(scan.height) pixels"]
    if let rows = scan.rows, let columns = scan.columns {
      lines.append("map: \(rows) rows of \(columns) columns, \(scan.grid.rawValue) grid")
    } else {
      lines.append("map: not stated")
    }
    if let x = scan.stepX, let y = scan.stepY {
      lines.append(x == y ? "step: \(number(x)) µm" : "step: \(number(x)) µm in a row, \(number(y)) µm between rows")
    }
    let angles = [("sample tilt", scan.sampleTilt), ("detector tilt", scan.detectorTilt)]
    let instrument =
      [scan.voltage.map { "voltage: \(number($0)) kV" }]
      + angles.map { name, angle in
        angle.map { "\(name): \(number($0))°" }
      }
    lines += instrument.compactMap(\.self)
    if let center = scan.patternCenter {
      let mean = center.range == nil ? "" : " (mean)"
      lines.append("pattern centre as \(center.convention) writes it: \(triple(center.stored))\(mean)")
      lines.append("pattern centre as ednet uses it (Bruker): \(triple(center.bruker))\(mean)")
      if let range = center.range { lines.append("range of pattern centres: \(triple(range))") }
    }
    if scan.staticBackground != nil {
      lines.append("static background: stored; --static-background \(path) divides by it")
    }
    return lines + scan.notes.map { "note: \($0)" }
  }
}
