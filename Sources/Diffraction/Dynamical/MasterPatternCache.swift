import Crystallography
import Files
import Foundation
import Workers

/// A folder of master patterns, keyed by crystal and simulation parameters, so that each is simulated once.
public struct MasterPatternCache: Sendable {
  /// The folder; nil turns the cache off.
  public let folder: String?

  /// Creates a cache in a folder, which is created on the first write.
  public init(folder: String?) { self.folder = folder }

  /// The default folder: `ednet/master-patterns` in `$XDG_CACHE_HOME`, or in `~/.cache`.
  public static var usualFolder: String { CacheFolder.usual + "/master-patterns" }

  /// The version of the simulation; increase it with each change of the results.
  private static let version = 1

  /// Returns the master pattern of a crystal, from the folder or from a new simulation.
  ///
  /// The intensities are quantized to 16 bits in both cases, so they do not depend on the cache.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - symmetry: the symmetry of the crystal.
  ///   - simulator: the simulator.
  ///   - pool: the workers.
  ///   - progress: called with the finished fraction, from any thread.
  /// - Returns: the master pattern with its description, and the error if it could not be written to the folder.
  public func masterPattern(
    of crystal: Crystal,
    symmetry: CrystalSymmetry,
    simulator: MasterPatternSimulator,
    pool: WorkerPool,
    progress: @Sendable (Double) -> Void = { _ in }
  ) -> (file: MasterPatternFile, failure: (any Error)?) {
    let key = Self.key(of: crystal, simulator)
    let path = folder.map { "\($0)/\(FNV1a.digits(of: key.utf8)).png" }
    // Simulate again if the file is damaged or belongs to another crystal with the same hash.
    if let path, FileManager.default.fileExists(atPath: path), var kept = try? MasterPatternFile.read(path),
      kept.description?.parameters["content"] == key
    {
      kept.description?.crystal = crystal.name
      return (kept, nil)
    }
    let (pattern, effort) = simulator.simulate(crystal, symmetry: symmetry, pool: pool, progress: progress)
    let description = MasterPatternDescription(
      crystal: crystal.name,
      spaceGroup: symmetry.spaceGroup.number,
      voltage: simulator.acceleratingVoltage,
      smallestSpacing: simulator.minimumSpacing,
      kind: "dynamical",
      parameters: [
        "content": key, "directions": "\(effort.directions)", "strong beams": "\(effort.strongBeams)",
        "weak beams": "\(effort.weakBeams)",
      ]
    )
    let file = MasterPatternFile(pattern.quantized, description: description)
    guard let path, let folder else { return (file, nil) }
    do {
      try Folder.make(folder)
      try file.write(to: path)
      return (file, nil)
    } catch { return (file, error) }
  }

  private static func key(of crystal: Crystal, _ simulator: MasterPatternSimulator) -> String {
    let thresholds = simulator.thresholds
    return """
      formulas \(version)
      \(simulator.acceleratingVoltage) kV, \(simulator.size) rows, \(simulator.minimumSpacing) Å, \
      \(thresholds.strong) \(thresholds.weak) \(thresholds.cutoff), \(simulator.absorption)
      \(crystal.content)
      """
  }
}

extension MasterPattern {
  /// The intensities quantized to 16 bits, as in a file.
  var quantized: MasterPattern {
    let all = northern + southern
    let (low, high) = (Double(all.min() ?? 0), Double(all.max() ?? 0))
    guard high > low else { return self }
    func quantized(_ grid: [Float]) -> [Float] {
      grid.map { intensity in
        let stored = Float((Double(intensity) - low) / (high - low) * 65535).rounded()
        return Float(low + Double(stored) / 65535 * (high - low))
      }
    }
    return MasterPattern(size: size, northern: quantized(northern), southern: quantized(southern))
  }
}
