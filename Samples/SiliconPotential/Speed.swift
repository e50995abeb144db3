import ArgumentParser
import Atomistics
import Foundation
import SampleSupport

/// The speed of molecular dynamics with the published network.
struct Speed: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time molecular dynamics of the silicon melt with the published network."
  )

  @OptionGroup var folders: DataFolders

  @Option(help: "The threads.")
  var threads = 1

  @Option(help: "Steps of each of five rounds.")
  var steps = 1000

  func validate() throws {
    guard threads >= 1, steps >= 1 else { throw ValidationError("--threads and --steps must be at least 1") }
  }

  func run() throws {
    let speeds = try Self.speeds(folders: folders, threads: threads, steps: steps)
    print("\(Int(speeds[speeds.count / 2])) atom-steps/s on \(threads) thread(s), \(Int(speeds[0])) to "
      + "\(Int(speeds[speeds.count - 1])) in \(speeds.count) rounds")
  }

  /// Atom-steps per second of five rounds, in ascending order.
  static func speeds(folders: DataFolders, threads: Int, steps: Int) throws -> [Double] {
    let potential = try N2P2Files.potential(in: folders.mlearn, threads: threads)
    var dynamics = Melt.dynamics(potential, key: 1)
    dynamics.run(steps: 500)
    let clock = ContinuousClock()
    return (0..<5).map { _ in
      let time = clock.measure { dynamics.run(steps: steps) }
      return Double(steps * dynamics.structure.count) / (time / .seconds(1))
    }.sorted()
  }
}
