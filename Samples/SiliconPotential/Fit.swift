import Atomistics
import Foundation
import NeuralNetworks

/// A network and the repulsion that it need not learn.
typealias SiliconNetwork = SummedPotential<NeuralPotential<SymmetryFunctions>, ScreenedRepulsion>

/// A training of a silicon potential from random weights, on energies and forces.
struct Fit {
  /// The settings of a training.
  struct Settings {
    /// The units of each of two hidden layers.
    var units = 24
    /// The steps of L-BFGS on the training structures.
    var steps = 3000
    /// The energy error in eV/atom that weighs as much as the force error.
    var energyDeviation = 0.002
    /// The force error in eV/Å.
    var forceDeviation = 0.1
    /// The seed of the first weights.
    var seed = 1
  }

  /// The errors after some steps.
  struct Record: Sendable {
    var step: Int
    var loss: Double
    var validation: PotentialErrors
  }

  /// The potential with the least validation loss.
  private(set) var best: SiliconNetwork
  /// The errors in the course of the training, every 20 steps.
  private(set) var records: [Record] = []
  /// The step of the best potential.
  private(set) var bestStep = 0

  /// Trains a network on descriptors.
  ///
  /// Every tenth structure is kept out for validation, which chooses the number of steps.
  ///
  /// - Parameters:
  ///   - labels: the structures.
  ///   - descriptor: the symmetry functions.
  ///   - repulsion: the repulsion, which is subtracted from the labels.
  ///   - settings: the settings.
  ///   - threads: the threads; nil for one per processor.
  ///   - observer: receives each record.
  init(
    on labels: [LabelledStructure],
    descriptor: SymmetryFunctions,
    repulsion: ScreenedRepulsion,
    settings: Settings,
    threads: Int?,
    observer: (Record) -> Void
  ) {
    let labels = labels.map { $0.subtracting(repulsion) }
    let kept = labels.indices.filter { $0 % 10 != 0 }.map { labels[$0] }
    let held = labels.indices.filter { $0 % 10 == 0 }.map { labels[$0] }
    let start = Self.start(descriptor, on: kept, settings: settings, threads: threads)
    func training(_ labels: [LabelledStructure]) -> PotentialTraining<SymmetryFunctions> {
      PotentialTraining(
        start,
        on: labels,
        energyDeviation: settings.energyDeviation,
        forceDeviation: settings.forceDeviation
      )
    }
    let (training, validation) = (training(kept), training(held))
    var (records, best) = ([Record](), (loss: Double.infinity, step: 0, parameters: training.parameters))
    _ = LBFGS(memory: 40).minimize(from: training.parameters, steps: settings.steps) {
      training.lossAndGradient($0)
    } observer: { step, point in
      guard step.isMultiple(of: 20) else { return true }
      let results = validation.results(with: point.position)
      let loss = validation.loss(of: results)
      if loss < best.loss { best = (loss, step, point.position) }
      records.append(Record(step: step, loss: point.value, validation: PotentialErrors(results, labels: held)))
      records.last.map(observer)
      return true
    }
    self.records = records
    bestStep = best.step
    self.best = SummedPotential(training.potential(with: best.parameters), repulsion)
  }

  /// A potential with random weights, whose mean energy is that of the labels.
  private static func start(
    _ descriptor: SymmetryFunctions,
    on labels: [LabelledStructure],
    settings: Settings,
    threads: Int?
  ) -> NeuralPotential<SymmetryFunctions> {
    let mean = labels.reduce(0) { $0 + $1.energy / Double($1.structure.count) } / Double(labels.count)
    let element = NeuralPotential<SymmetryFunctions>.ElementNetwork(
      descriptor: descriptor,
      inputShift: [Double](repeating: 0, count: descriptor.count),
      inputScale: [Double](repeating: 1, count: descriptor.count),
      network: Perceptron(
        widths: [descriptor.count, settings.units, settings.units, 1],
        activations: [.tanh, .tanh, .identity],
        seed: settings.seed
      ),
      outputShift: mean
    )
    return NeuralPotential(elements: [element], threads: threads).normalized(on: labels.map(\.structure))
  }
}
