import Crystallography
import Foundation

/// How many reflections a simulation may have before it would never end.
enum ReflectionBudget {
  /// Checks a cell against a greatest number of reflections.
  ///
  /// - Throws: `DiffractionError.invalidSetting` with the spacing that would do.
  static func check(
    _ cell: UnitCell,
    minimumSpacing: Double,
    atMost limit: Int
  ) throws(DiffractionError) {
    // As many as there are cells of the reciprocal lattice in the sphere.
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
  /// Checks that a crystal's cell is not too great for the dynamical theory: at most 20 000 beams.
  ///
  /// - Throws: `DiffractionError.invalidSetting` with the spacing that would do.
  public func validate(for cell: UnitCell) throws(DiffractionError) {
    try ReflectionBudget.check(cell, minimumSpacing: minimumSpacing, atMost: 20_000)
  }
}

extension KikuchiBands {
  /// Checks that a crystal's cell is not too great to look for its bands: at most 500 000 reflections.
  ///
  /// - Throws: `DiffractionError.invalidSetting` with the spacing that would do.
  public static func validate(_ cell: UnitCell, minimumSpacing: Double) throws(DiffractionError) {
    try ReflectionBudget.check(cell, minimumSpacing: minimumSpacing, atMost: 500_000)
  }
}
