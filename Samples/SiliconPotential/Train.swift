import ArgumentParser
import Atomistics
import Foundation
import NeuralNetworks
import SampleSupport

/// A training from random weights.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network from random weights on energies and forces, and evaluate it on the test structures."
  )

  @OptionGroup var folders: DataFolders
  @OptionGroup var threads: ThreadOption

  @Option(help: "The steps of L-BFGS.")
  var steps = Fit.Settings().steps

  @Option(help: "The seed of the first weights.")
  var seed = Fit.Settings().seed

  @Option(help: "The units of each hidden layer.")
  var units = Fit.Settings().units

  @Option(help: "The file to write the potential to.")
  var output = "potential.json"

  func validate() throws {
    guard steps >= 20 else { throw ValidationError("--steps must be at least 20, not \(steps)") }
  }

  func run() throws {
    var (table, settings) = (TargetTable(), Fit.Settings())
    (settings.steps, settings.seed, settings.units) = (steps, seed, units)
    let potential = try Self.potential(
      settings,
      folders: folders,
      threads: threads.threads,
      addingTo: &table
    )
    try StoredPotential(potential).write(to: URL(filePath: output))
    print("\(output) holds the potential")
    print(table)
    try table.verify()
  }

  /// Trains a potential and adds its errors on the test structures.
  static func potential(
    _ settings: Fit.Settings,
    folders: DataFolders,
    threads: Int?,
    addingTo table: inout TargetTable
  ) throws -> SiliconNetwork {
    let labels = try MLearnData.structures(in: folders.mlearn.appending(path: "training.json"))
    let test = try MLearnData.structures(in: folders.mlearn.appending(path: "test.json"))
    let (clock, begin) = (ContinuousClock(), ContinuousClock.now)
    let fit = Fit(on: labels, descriptor: .silicon, repulsion: .silicon, settings: settings, threads: threads) {
      record in
      guard record.step.isMultiple(of: 100) else { return }
      let (energy, force) = (1000 * record.validation.energy.mean, record.validation.force.mean)
      Output.line(
        String(
          format: "step %4d: loss %7.3f, validation %.2f meV/atom, %.4f eV/Å",
          record.step,
          record.loss,
          energy,
          force
        )
      )
    }
    let time = (clock.now - begin) / .seconds(1)
    let errors = PotentialErrors(of: fit.best, on: test)
    table.add("our network: energy MAE", .atMost(6), measured: 1000 * errors.energy.mean, unit: "meV/atom")
    table.add("our network: force MAE", .atMost(0.12), measured: errors.force.mean, unit: "eV/Å")
    table.add("our network: best step of \(settings.steps)", .none, measured: Double(fit.bestStep))
    table.add("our network: training", .none, measured: time, unit: "s", digits: 3)
    return fit.best
  }
}
