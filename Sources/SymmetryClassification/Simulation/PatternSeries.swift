import Crystallography
import Diffraction
import Imaging
import RandomNumbers

/// The infinite series of patterns of a crystal, each a pure function of the seed, the crystal and its number.
public struct PatternSeries: Sendable {
  /// The ranges from which the parameters of each pattern are drawn.
  public enum Ranges: Sendable, Hashable {
    /// EBSD patterns.
    case ebsd(EBSDParameterRanges)
    /// Spot patterns of a transmission electron microscope.
    case spots(SpotParameterRanges)
  }

  private enum Parameters {
    case ebsd(EBSDParameters)
    case spots(SpotParameters)
  }

  /// The simulators of images.
  public enum Simulator: Sendable {
    /// EBSD patterns from a master pattern or bands.
    case ebsd(KikuchiSimulator)
    /// Spot patterns from structure factors.
    case spots(SpotSimulator)
  }

  private let ranges: Ranges
  private let cell: UnitCell
  private let key: Int
  private let seed: Int
  private let size: Int

  /// Creates the series of a crystal; patterns are simulated on request.
  ///
  /// - Parameters:
  ///   - specimen: the crystal.
  ///   - ranges: valid ranges of the patterns' parameters.
  ///   - size: the number of columns.
  ///   - seed: the random seed.
  public init(of specimen: LabeledStructure, ranges: Ranges, size: Int, seed: Int) {
    self.ranges = ranges
    cell = specimen.crystal.cell
    key = specimen.key
    (self.seed, self.size) = (seed, size)
  }

  /// The parameters of a pattern as names and values for a table.
  public func columns(of number: Int) -> [(name: String, value: String)] {
    switch parameters(of: number) {
    case .ebsd(let parameters): parameters.columns
    case .spots(let parameters): parameters.columns
    }
  }

  /// Simulates a pattern; the simulator must be of the same kind as the ranges.
  public func image(of number: Int, by simulator: Simulator, bitDepth: PNG.BitDepth) -> GrayImage {
    switch (parameters(of: number), simulator) {
    case (.ebsd(let parameters), .ebsd(let simulator)): simulator.pattern(parameters, bitDepth: bitDepth)
    case (.spots(let parameters), .spots(let simulator)): simulator.pattern(parameters, bitDepth: bitDepth)
    default: preconditionFailure("the simulator is not of the same kind as the ranges")
    }
  }

  private func parameters(of number: Int) -> Parameters {
    var generator = KeyedGenerator(seed, key, number)
    return switch ranges {
    case .ebsd(let ranges): .ebsd(ranges.draw(size: size, using: &generator))
    case .spots(let ranges): .spots(ranges.draw(size: size, cell: cell, using: &generator))
    }
  }
}
