import ArgumentParser
import Foundation
import SampleSupport

/// Prints the published network's prediction for a garnet.
struct PredictGarnet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "garnet",
    abstract: "Predict the formation energy of a garnet C3A2D3O12 with the published networks.",
    discussion: "Two ions may share one site: \"Y3+:2 Gd3+:1\". The stablest of their orders is printed."
  )

  @Argument(help: "The ions on C, with eight neighbours.")
  var c: String

  @Argument(help: "The ions on A, with six neighbours.")
  var a: String

  @Argument(help: "The ions on D, with four neighbours.")
  var d: String

  func run() throws {
    let garnet = try Garnet(c: c, a: a, d: d)
    let energy = try StabilityData().energy(of: garnet)
    print("\(garnet): \(String(format: "%.4f", energy)) eV/atom from the binary oxides")
  }
}
