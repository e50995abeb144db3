import Crystallography
import Diffraction
import Imaging
import RandomNumbers

/// The endless series of patterns of a crystal: each one a pure function of the seed, the crystal and its number.
public struct PatternSeries: Sendable {
  /// The conditions from which each pattern's settings are drawn.
  public enum Conditions: Sendable, Hashable {
    /// EBSD patterns.
    case ebsd(EBSDParameterRanges)
    /// Spot patterns of the transmission electron microscope.
    case spots(SpotParameterRanges)
  }

  private enum Settings {
    case ebsd(EBSDParameters)
    case spots(SpotParameters)
  }

  /// What makes the images of settings.
  public enum Simulator: Sendable {
    /// From a master pattern or bands.
    case ebsd(KikuchiSimulator)
    /// From structure factors.
    case spots(SpotSimulator)
  }

  private let conditions: Conditions
  private let cell: UnitCell
  private let key: Int
  private let seed: Int
  private let size: Int

  /// Describes the series of a crystal; nothing is computed.
  ///
  /// - Parameters:
  ///   - specimen: the crystal.
  ///   - conditions: valid conditions.
  ///   - size: the number of columns.
  ///   - seed: another seed gives other patterns.
  public init(of specimen: LabeledStructure, conditions: Conditions, size: Int, seed: Int) {
    self.conditions = conditions
    cell = specimen.crystal.cell
    key = specimen.key
    (self.seed, self.size) = (seed, size)
  }

  /// The settings of a pattern as names and values for a table.
  public func columns(of number: Int) -> [(name: String, value: String)] {
    switch settings(of: number) {
    case .ebsd(let settings): settings.columns
    case .spots(let settings): settings.columns
    }
  }

  /// The image of a pattern; the simulator must be of the kind of the conditions.
  public func image(
    of number: Int,
    by simulator: Simulator,
    bitDepth: PNG.BitDepth
  ) -> GrayImage {
    switch (settings(of: number), simulator) {
    case (.ebsd(let settings), .ebsd(let simulator)):
      simulator.pattern(settings, bitDepth: bitDepth)
    case (.spots(let settings), .spots(let simulator)):
      simulator.pattern(settings, bitDepth: bitDepth)
    default: preconditionFailure("the simulator is not of the kind of the conditions")
    }
  }

  private func settings(of number: Int) -> Settings {
    var generator = KeyedGenerator(seed, key, number)
    return switch conditions {
    case .ebsd(let conditions): .ebsd(conditions.draw(size: size, using: &generator))
    case .spots(let conditions):
      .spots(conditions.draw(size: size, cell: cell, using: &generator))
    }
  }
}
