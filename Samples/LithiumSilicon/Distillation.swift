import Atomistics
import Foundation
import NeuralNetworks

/// A training of a smaller network on energies and forces by the published one: a student and its teacher.
///
/// The 45,169 structures of density functional theory from which the published network was trained are not available,
/// so the student can at best be as good as its teacher; its descriptor sees less far, which makes it faster.
struct Distillation {
  /// The settings.
  struct Settings {
    /// The time of each run of dynamics in ps; ten structures are taken from it.
    var picoseconds = 1.0
    /// The temperatures of the runs in K.
    var temperatures = [300.0, 1000, 2000]
    /// The units of each of two hidden layers.
    var units = 15
    /// The steps of L-BFGS.
    var steps = 1000
    /// The seed of weights and dynamics.
    var seed = 1
  }

  /// The descriptor of the student.
  static let descriptor = ChebyshevDescriptor(
    radialCutoff: 6,
    radialOrder: 10,
    angularCutoff: 4,
    angularOrder: 4,
    weights: [-1, 1]
  )

  /// The student.
  let student: NeuralPotential<ChebyshevDescriptor>
  /// The number of structures to learn from.
  let trainingCount: Int
  /// The errors on every fifth snapshot of the other crystals, which the student did not learn from.
  let knownErrors: PotentialErrors
  /// The errors on the crystal that the student never saw.
  let heldOutErrors: PotentialErrors

  /// Trains a student on four fifths of the snapshots of dynamics of all crystals but one.
  ///
  /// - Parameters:
  ///   - teacher: the published potential.
  ///   - crystals: the crystals by name.
  ///   - heldOut: the name of the crystal to keep out.
  ///   - settings: the settings.
  ///   - observer: receives the step and the loss now and then.
  init(
    of teacher: NeuralPotential<ChebyshevDescriptor>,
    on crystals: [(name: String, structure: AtomicStructure)],
    heldOut: String,
    settings: Settings,
    observer: (Int, Double) -> Void
  ) {
    let labels = crystals.flatMap { Self.snapshots(of: $0, teacher, settings) }
    let known = labels.filter { $0.group != heldOut }
    let kept = known.enumerated().filter { !$0.offset.isMultiple(of: 5) }.map(\.element)
    let networks = AenetFile.species.indices.map { species in
      NeuralPotential<ChebyshevDescriptor>.ElementNetwork(
        descriptor: Self.descriptor,
        inputShift: [Double](repeating: 0, count: Self.descriptor.count),
        inputScale: [Double](repeating: 1, count: Self.descriptor.count),
        network: Perceptron(
          widths: [Self.descriptor.count, settings.units, settings.units, 1],
          activations: [.tanh, .tanh, .identity],
          seed: settings.seed + species
        )
      )
    }
    var start = NeuralPotential(elements: networks).normalized(on: kept.map(\.structure))
    start.pool = teacher.pool
    let training = PotentialTraining(start, on: kept, energyDeviation: 0.005, forceDeviation: 0.1)
    let (point, _) = LBFGS(memory: 40).minimize(from: training.parameters, steps: settings.steps) {
      training.lossAndGradient($0)
    } observer: { step, point in
      observer(step, point.value)
      return true
    }
    let student = training.potential(with: point.position)
    (self.student, trainingCount) = (student, kept.count)
    knownErrors = PotentialErrors(
      of: student,
      on: known.enumerated().filter { $0.offset.isMultiple(of: 5) }.map(\.element)
    )
    heldOutErrors = PotentialErrors(of: student, on: labels.filter { $0.group == heldOut })
  }

  /// Ten labelled structures of each temperature.
  private static func snapshots(
    of crystal: (name: String, structure: AtomicStructure),
    _ teacher: NeuralPotential<ChebyshevDescriptor>,
    _ settings: Settings
  ) -> [LabelledStructure] {
    settings.temperatures.enumerated().flatMap { index, temperature in
      var dynamics = MolecularDynamics(
        crystal.structure,
        masses: Quench.masses,
        potential: teacher,
        temperature: temperature,
        thermostat: .init(temperature: temperature, friction: 10),
        key: settings.seed + index
      )
      return (0..<10).map { _ in
        dynamics.run(steps: max(1, Int(settings.picoseconds / dynamics.timeStep / 10)))
        return LabelledStructure(
          group: crystal.name,
          structure: dynamics.structure,
          energy: dynamics.present.energy,
          forces: dynamics.present.forces
        )
      }
    }
  }
}
