import ArgumentParser
import Atomistics
import Foundation
import SampleSupport

/// A smaller network that learns from the published one.
struct Distil: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a smaller network on energies and forces of the published one."
  )

  @OptionGroup var common: CommonOptions

  @Option(help: "The steps of L-BFGS.")
  var steps = Distillation.Settings().steps

  @Option(help: "The seed of weights and dynamics.")
  var seed = Distillation.Settings().seed

  func validate() throws {
    guard steps >= 1 else { throw ValidationError("--steps must be at least 1, not \(steps)") }
  }

  func run() throws {
    var (table, settings) = (TargetTable(), Distillation.Settings())
    (settings.steps, settings.seed) = (steps, seed)
    try Self.add(to: &table, common, settings: settings)
    print(table)
    try table.verify()
  }

  /// Adds the errors of a student on a crystal that it did not see, and its speed.
  static func add(to table: inout TargetTable, _ common: CommonOptions, settings: Distillation.Settings) throws {
    let teacher = try common.potential()
    let elements = [
      (name: "Li", structure: Crystals.lithium(3.44).repeated([3, 3, 3])),
      (name: "Si", structure: Crystals.silicon(5.46).repeated([3, 3, 3])),
    ]
    let crystals = try common.crystals() + elements
    let distillation = Distillation(of: teacher, on: crystals, heldOut: "Li13Si4", settings: settings) { step, loss in
      if step.isMultiple(of: 50) { Output.line(String(format: "step %d: loss %.3f", step, loss)) }
    }
    table.add("student: structures to learn from", .none, measured: Double(distillation.trainingCount))
    let judged = [("new snapshots", distillation.knownErrors), ("Li13Si4, never seen", distillation.heldOutErrors)]
    for (name, errors) in judged {
      table.add("student, \(name): energy MAE", .none, measured: 1000 * errors.energy.mean, unit: "meV/atom")
      table.add("student, \(name): force MAE", .none, measured: errors.force.mean, unit: "eV/Å")
    }
    let structure = crystals.first { $0.name == "Li12Si7" }?.structure ?? elements[0].structure
    func time(_ potential: NeuralPotential<ChebyshevDescriptor>) -> Double {
      (0..<5).map { _ in ContinuousClock().measure { _ = potential.evaluate(structure) } / .seconds(1) }.sorted()[2]
    }
    table.add(
      "student: speed in units of the teacher's",
      .atLeast(1),
      measured: time(teacher) / time(distillation.student)
    )
  }
}
