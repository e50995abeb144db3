import Crystallography
import Foundation

/// A limit on the number of reflections, which bounds the running time of a simulation.
enum ReflectionBudget {
  /// Checks that a cell has at most `limit` reflections.
  ///
  /// - Throws: `DiffractionError.invalidSetting` that names the smallest usable spacing.
  static func check(_ cell: UnitCell, minimumSpacing: Double, atMost limit: Int) throws(DiffractionError) {
    // The number of reciprocal cells in the sphere of radius 1 / spacing.
    let perVolume = 4 * Double.pi / 3 * cell.volume
    let finest = cbrt(perVolume / Double(limit))
    guard minimumSpacing >= finest else {
      throw .invalidSetting(
        name: "minimumSpacing",
        value: "\(minimumSpacing) Å for a cell of \(Int(cell.volume)) Å³",
        expected: "at least \((finest * 100).rounded(.up) / 100) Å"
      )
    }
  }
}
