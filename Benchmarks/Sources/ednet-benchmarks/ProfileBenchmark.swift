import Foundation
import NeuralNetworks
import SymmetryClassification

/// Time of each fused step of a network on one thread.
enum ProfileBenchmark {
  /// Prints a table: microseconds an example, and multiply-adds a second as GFLOP/s.
  ///
  /// - Parameters:
  ///   - architecture: the network, with 14 classes.
  ///   - size: the height and width of a pattern.
  ///   - runs: the number of timed passes of each step.
  /// - Throws: `ShapeError` if the size is too small for the network.
  static func run(architecture: Architecture, size: Int, runs: Int) throws {
    let network = try architecture.network(size: size, classes: 14)
    let profiles = network.profile(examples: 8, runs: runs)
    print("\(architecture.rawValue) network, \(size)×\(size), one thread, microseconds an example")
    print("output      inference  forward  backward  GFLOP/s  step")
    for profile in profiles {
      print(row("\(profile.outputShape)", [profile]) + "  \(profile.description)")
    }
    print(row("total", profiles))
  }

  private static func row(_ name: String, _ profiles: [FusedStepProfile]) -> String {
    func sum(_ part: (FusedStepProfile) -> Double) -> Double { profiles.map(part).reduce(0, +) }
    let (forward, backward) = (sum(\.training), sum(\.backward))
    let flops = 6 * sum { Double($0.multiplyAdds) } / (forward + backward)
    let padded = name.padding(toLength: 11, withPad: " ", startingAt: 0)
    return padded
      + String(
        format: "%10.1f %8.1f %9.1f %8.0f",
        sum(\.inference) * 1e6,
        forward * 1e6,
        backward * 1e6,
        flops * 1e-9
      )
  }
}
