import Crystallography
import Foundation

extension CrystalMap {
  /// The map as a table: x and y in micrometres, the phase, its probability or score, the Euler angles in degrees and
  /// the fit.
  ///
  /// The phase is the name of a class, `unknown` or `not a pattern`. All fields after x and y are empty without an
  /// image, and so are numbers that are not known.
  var csvText: String {
    var text = CSV.line(["x", "y", "phase", measure, "phi1", "Phi", "phi2", "fit"])
    for (index, point) in points.enumerated() {
      let position = position(index)
      let name =
        switch point.answer {
        case .phase(let index): phases[index].name
        case .unknown: Verdict.unknownLabel
        case .notAPattern: Verdict.notAPatternLabel
        case .notMeasured: ""
        }
      let angles = point.eulerAngles.map { [$0.x, $0.y, $0.z].map { String(format: "%.4f", $0) } } ?? ["", "", ""]
      text += CSV.line(
        ["\(Self.rounded(position.x))", "\(Self.rounded(position.y))", name, point.probability.map { "\($0)" } ?? ""]
          + angles + [point.fit.map { String(format: "%.4f", $0) } ?? ""]
      )
    }
    return text
  }

  /// A coordinate without the rounding errors of the product of a step and a number.
  private static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}
