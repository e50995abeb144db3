import Crystallography
import Foundation

extension CrystalMap {
  /// The map as a Channel Text File of Oxford Instruments.
  ///
  /// The columns are phase, x, y (µm), bands, error, the Euler angles (degrees), mean angular deviation (degrees), band
  /// contrast and band slope: HKL Channel 5 manual, "Channel Text File". The phase is 0 for points without one, and the
  /// error then 3, "no solution", for unknown; 1, "low band contrast", for images that are not patterns; 5, "not yet
  /// analysed", without an image. The format has no field for a probability or score: the band contrast is 255 times as
  /// much, and the header says so. Angles and deviations that are not known are 0.
  var ctfText: String {
    var lines = [
      "Channel Text File", "Prj\tednet", "Author\tednet \(Version.current); BC=255*\(measure)", "JobMode\tGrid",
      "XCells\t\(columns)", "YCells\t\(rows)", "XStep\t" + String(format: "%.6f", step.x),
      "YStep\t" + String(format: "%.6f", step.y), "AcqE1\t0", "AcqE2\t0", "AcqE3\t0",
      "Euler angles refer to Sample Coordinate system (CS0)!\tMag\t0\tCoverage\t100\tDevice\t0\tKV\t0\tTiltAngle\t0"
        + "\tTiltAxis\t0",
      "Phases\t\(phases.count)",
    ]
    for phase in phases {
      let (lengths, angles) = phase.cellParameters
      func joined(_ vector: Vector3) -> String {
        [vector.x, vector.y, vector.z].map { String(format: "%.4f", $0) }.joined(separator: ";")
      }
      let group = (phase.laueClass.flatMap(LaueClass.allCases.firstIndex) ?? 0) + 1
      lines.append(
        "\(joined(lengths))\t\(joined(angles))\t\(Self.fieldText(phase.name))\t\(group)\t\(phase.spaceGroupNumber ?? 0)"
      )
    }
    lines.append("Phase\tX\tY\tBands\tError\tEuler1\tEuler2\tEuler3\tMAD\tBC\tBS")
    var text = lines.joined(separator: "\n") + "\n"
    text.reserveCapacity(text.utf8.count + 80 * points.count)
    for (index, point) in points.enumerated() { text += ctfLine(point, at: position(index)) }
    return text
  }

  private func ctfLine(_ point: Point, at position: SIMD2<Double>) -> String {
    var (phase, angles, fit) = (0, Vector3.zero, 0.0)
    let error =
      switch point.answer {
      case .phase: 0
      case .unknown: 3
      case .notAPattern: 1
      case .notMeasured: 5
      }
    if case .phase(let index) = point.answer {
      (phase, angles, fit) = (index + 1, point.eulerAngles ?? .zero, point.fit ?? 0)
    }
    let contrast = Int((255 * Double(point.probability ?? 0)).rounded())
    return String(
      format: "%d\t%.5f\t%.5f\t0\t%d\t%.4f\t%.4f\t%.4f\t%.4f\t%d\t0\n",
      phase,
      position.x,
      position.y,
      error,
      angles.x,
      angles.y,
      angles.z,
      fit,
      contrast
    )
  }
}
