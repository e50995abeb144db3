import ArgumentParser
import Atomistics
import Foundation
import SampleSupport

/// The speed of molecular dynamics with the published network.
struct Speed: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time molecular dynamics of the silicon melt with the published network, and energies and forces alone."
  )

  @OptionGroup var folders: DataFolders

  @Option(help: "The threads.")
  var threads = 1

  @Option(help: "Steps of each of five rounds.")
  var steps = 1000

  @Option(help: ArgumentHelp("Write the melt for Benchmarks/peers/speed_n2p2.cpp.", valueName: "file"))
  var structure: String?

  func validate() throws {
    guard threads >= 1, steps >= 1 else { throw ValidationError("--threads and --steps must be at least 1") }
  }

  func run() throws {
    let potential = try N2P2Files.potential(in: folders.mlearn, threads: threads)
    var dynamics = Melt.dynamics(potential, key: 1)
    Self.report("dynamics", Self.speeds(of: &dynamics, steps: steps), "atom-steps/s")
    let melt = dynamics.structure
    let energy = potential.evaluate(melt).energy
    let evaluations = Self.speeds(atoms: melt.count, repetitions: steps / 5 + 1) { _ = potential.evaluate(melt) }
    Self.report("neighbours, energy and forces", evaluations, "atoms/s")
    guard let structure else { return }
    try Data(N2P2Files.structure(melt, energy: energy).utf8).write(to: URL(filePath: structure), options: .atomic)
    let inNetwork = energy / N2P2Files.hartree
    print(String(format: "\(structure) holds the melt; its energy is %.9f hartree", inNetwork))
  }

  private static func report(_ name: String, _ speeds: [Double], _ unit: String) {
    let numbers = [speeds[speeds.count / 2], speeds[0], speeds[speeds.count - 1]].map { Int($0) }
    print("\(name): \(numbers[0]) \(unit) (median of \(speeds.count)), \(numbers[1]) to \(numbers[2])")
  }

  /// Atom-steps per second of five rounds, in ascending order, after steps that melt the crystal.
  static func speeds(
    of dynamics: inout MolecularDynamics<NeuralPotential<SymmetryFunctions>>,
    steps: Int
  ) -> [Double] {
    dynamics.run(steps: 500)
    return speeds(atoms: dynamics.structure.count, repetitions: steps) { dynamics.run(steps: 1) }
  }

  /// Atoms per second of five rounds of repetitions, in ascending order.
  private static func speeds(atoms: Int, repetitions: Int, _ body: () -> Void) -> [Double] {
    (0..<5).map { _ in
      let time = ContinuousClock().measure { for _ in 0..<repetitions { body() } }
      return Double(repetitions * atoms) / (time / .seconds(1))
    }.sorted()
  }
}
