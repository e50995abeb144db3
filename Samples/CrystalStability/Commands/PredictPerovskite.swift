import ArgumentParser
import Foundation
import SampleSupport

/// Prints the published network's prediction for a perovskite.
struct PredictPerovskite: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perovskite",
    abstract: "Predict the formation energy of a perovskite ABO3 with the published network."
  )

  @Argument(help: "The ion on A, for example Sr2+.")
  var a: String

  @Argument(help: "The ion on B, for example Ti4+.")
  var b: String

  func run() throws {
    let data = try StabilityData()
    guard let a = Ion(a), let b = Ion(b) else {
      throw SampleError("\"\(Ion(a) == nil ? a : b)\" is not an ion: write it as Sr2+")
    }
    guard a.charge + b.charge == 6 else {
      throw SampleError("\(a) and \(b) have the charge \(a.charge + b.charge)+, but three oxygen ions need 6+")
    }
    let perovskite = Perovskite(a: a, b: b)
    let energy = try data.network("perovskite_unmix", inputs: 4).energy(perovskite.inputs(data.ions))
    print("\(perovskite): \(String(format: "%.4f", energy)) eV/atom from the binary oxides")
    for (ion, site, list) in [(a, "A", data.sites.a), (b, "B", data.sites.b)] where !list.contains(ion) {
      print("The authors do not list \(ion) for site \(site): do not rely on the prediction.")
    }
  }
}
