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
    try run(architecture.network(size: size, classes: 14), name: architecture.rawValue, size: size, runs: runs)
  }

  /// Prints the table for layers that run on OpenBLAS alone: windows of 5×5, strides of 2, windows of 1×1, dense.
  static func runProducts(size: Int, runs: Int) throws {
    let network = try Network(input: Shape(channels: 1, height: size, width: size)) {
      Conv2D(filters: 16, kernel: 5, activation: .relu)
      MaxPool2D(size: 2)
      Conv2D(filters: 32, kernel: 5, activation: .relu)
      Conv2D(filters: 64, kernel: 3, stride: 2, activation: .relu)
      Conv2D(filters: 128, kernel: 3, stride: 2, activation: .relu)
      Conv2D(filters: 128, kernel: 1, activation: .relu)
      Flatten()
      Dense(units: 128, activation: .relu)
      Dense(units: 14)
    }
    try run(network, name: "products", size: size, runs: runs)
  }

  private static func run(_ network: Network, name: String, size: Int, runs: Int) throws {
    let profiles = network.profile(examples: 8, runs: runs)
    print("\(name) network, \(size)×\(size), one thread, microseconds an example")
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
