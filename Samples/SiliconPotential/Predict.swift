import ArgumentParser
import Atomistics
import Foundation
import SampleSupport

/// The published network beside n2p2 and density functional theory.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the published network with n2p2's predictions and with DFT."
  )

  @OptionGroup var folders: DataFolders
  @OptionGroup var threads: ThreadOption

  func run() throws {
    var table = TargetTable()
    try Self.add(to: &table, folders: folders, threads: threads.threads)
    print(table)
    try table.verify()
  }

  /// Adds the numbers of the published network.
  static func add(to table: inout TargetTable, folders: DataFolders, threads: Int?) throws {
    let potential = try N2P2Files.potential(in: folders.mlearn, threads: threads)
    let test = try MLearnData.structures(in: folders.mlearn.appending(path: "test.json"))
    let file = folders.mlearn.appending(path: "n2p2_predictions_test.json")
    let comparison = try PublishedPredictions(file, of: potential, on: test)
    let (own, others) = (comparison.selfImageCount, test.count - comparison.selfImageCount)
    table.add(
      "n2p2: energy, \(test.count) structures",
      .atMost(1e-6),
      measured: comparison.energyDifference,
      unit: "eV"
    )
    table.add("n2p2: forces, \(others) structures", .atMost(1e-5), measured: comparison.forceDifference, unit: "eV/Å")
    // n2p2's stored forces are not the derivatives of its stored energies there; ours are.
    table.add(
      "n2p2: forces, \(own) with atoms near their own images",
      .none,
      measured: comparison.selfImageForceDifference,
      unit: "eV/Å"
    )
    table.add(
      "finite differences: forces of those",
      .atMost(1e-5),
      measured: comparison.selfImageSlopeDifference,
      unit: "eV/Å"
    )
    let errors = PotentialErrors(comparison.results, labels: test)
    table.add(
      "published network: energy MAE",
      .within(5.62...5.64),
      measured: 1000 * errors.energy.mean,
      unit: "meV/atom"
    )
    table.add("published network: force MAE", .within(0.108...0.11), measured: errors.force.mean, unit: "eV/Å")
  }
}
