import Crystallography
import Foundation

/// The limits on the number of reflections, beyond which a simulation would take too long.
enum ReflectionBudget {
  /// Checks that a cell has no more than a number of reflections.
  ///
  /// - Throws: `DiffractionError.invalidSetting` with the finest spacing that is possible.
  static func check(_ cell: UnitCell, minimumSpacing: Double, atMost limit: Int) throws(DiffractionError) {
    // The number of reciprocal lattice points in the sphere.
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

extension MasterPatternSimulator {
  /// Checks that a cell is small enough for dynamical theory: at most 20 000 beams.
  ///
  /// - Throws: `DiffractionError.invalidSetting` with the finest spacing that is possible.
  public func validate(for cell: UnitCell) throws(DiffractionError) {
    try ReflectionBudget.check(cell, minimumSpacing: minimumSpacing, atMost: 20_000)
  }
}

extension KikuchiBands {
  /// Checks that a cell is small enough to find its bands: at most 500 000 reflections.
  ///
  /// - Throws: `DiffractionError.invalidSetting` with the finest spacing that is possible.
  public static func validate(_ cell: UnitCell, minimumSpacing: Double) throws(DiffractionError) {
    try ReflectionBudget.check(cell, minimumSpacing: minimumSpacing, atMost: 500_000)
  }
}
