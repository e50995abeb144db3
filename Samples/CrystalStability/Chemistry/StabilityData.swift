import Foundation
import SampleSupport

/// The data of the sample: small tables made from the files of Ye et al., and their networks.
struct StabilityData: Sendable {
  /// Radii and electronegativities.
  let ions: IonTable
  /// The energy of the binary oxide of each cation, in eV for each cation.
  let oxides: [Ion: Double]
  /// The ions that the authors consider on each site of perovskites.
  let sites: SpeciesLists
  /// The calculations of unmixed perovskites.
  let perovskites: [PerovskiteCalculation]
  /// The calculations of perovskites with one shared site.
  let mixedPerovskites: [MixedCalculations]
  /// The published networks by name.
  let networks: [String: PublishedNetwork]

  /// Reads a folder, by default the one that comes with the sample.
  init(folder: URL? = nil) throws(SampleError) {
    guard let folder = folder ?? Bundle.module.url(forResource: "Data", withExtension: nil) else {
      throw SampleError("the data of the sample are not beside the program: build it again")
    }
    func table(_ name: String) throws(SampleError) -> CommaSeparatedTable {
      try CommaSeparatedTable(contentsOf: folder.appending(path: name))
    }
    ions = try IonTable(table("ions.csv"))
    var oxides: [Ion: Double] = [:]
    for row in try table("oxides.csv").rows { oxides[try row.ion("ion")] = try row.number("energy_per_cation") }
    self.oxides = oxides
    sites = try SpeciesLists(table("perovskite_sites.csv"))
    var calculations: [PerovskiteCalculation] = []
    for row in try table("perovskites.csv").rows {
      calculations.append(
        PerovskiteCalculation(elements: [row["element_1"], row["element_2"]], energy: try row.number("energy"))
      )
    }
    perovskites = calculations
    var mixed: [MixedCalculations] = []
    for row in try table("mixed_perovskites.csv").rows {
      mixed.append(
        MixedCalculations(
          mixed: [row["mixed_1"], row["mixed_2"]],
          alone: row["alone"],
          lowest: try row.number("lowest_energy"),
          mean: try row.number("mean_energy")
        )
      )
    }
    mixedPerovskites = mixed
    let models = folder.appending(path: "published_models.json")
    networks = try PublishedNetwork.all(in: SampleData.read(models), file: models.lastPathComponent)
  }

  /// The published network with a name.
  func network(_ name: String, inputs: Int) throws(SampleError) -> PublishedNetwork {
    guard let network = networks[name] else { throw SampleError("published_models.json has no network \(name)") }
    guard network.inputs == inputs else {
      throw SampleError("the network \(name) has \(network.inputs) inputs instead of \(inputs)")
    }
    return network
  }
}
