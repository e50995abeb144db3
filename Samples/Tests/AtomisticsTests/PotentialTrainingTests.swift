import NeuralNetworks
import Testing

@testable import Atomistics

@Suite struct PotentialTrainingTests {
  private func training(threads: Int = 1) -> PotentialTraining<PairDescriptor> {
    let labels = (1...3).map { key in
      let structure = Examples.structure(key, atoms: 4 + key)
      let forces = (0..<structure.count).map { SIMD3(0.1 * Double($0), -0.2, 0.3) }
      return LabelledStructure(group: "", structure: structure, energy: -3 - Double(key), forces: forces)
    }
    return PotentialTraining(
      Examples.potential(threads: threads),
      on: labels,
      energyDeviation: 0.3,
      forceDeviation: 0.5
    )
  }

  @Test func resultsAreThoseOfThePotential() {
    let training = training()
    for (result, label) in zip(training.results(with: training.parameters), training.labels) {
      let expected = training.potential.evaluate(label.structure)
      #expect(abs(result.energy - expected.energy) < 1e-10)
      for (a, b) in zip(result.forces, expected.forces) { #expect(length(a - b) < 1e-10) }
    }
  }

  @Test func theGradientIsThatOfTheLoss() {
    let training = training()
    let (loss, gradient) = training.lossAndGradient(training.parameters)
    #expect(abs(loss - training.loss(of: training.results(with: training.parameters))) < 1e-10)
    for index in gradient.indices {
      func loss(_ change: Double) -> Double {
        var parameters = training.parameters
        parameters[index] += change
        return training.lossAndGradient(parameters).value
      }
      #expect(abs((loss(1e-5) - loss(-1e-5)) / 2e-5 - gradient[index]) < 1e-6 * max(1, abs(gradient[index])))
    }
  }

  @Test func threadsDoNotChangeABit() {
    let expected = training().lossAndGradient(training().parameters)
    let result = training(threads: 3).lossAndGradient(training().parameters)
    #expect(result.value == expected.value && result.gradient == expected.gradient)
  }

  @Test func aPotentialIsLearntBack() {
    // Labels of a known potential: its energies and forces can be met exactly.
    let teacher = Examples.potential()
    let labels = (1...6).map { key in
      let structure = Examples.structure(key)
      let result = teacher.evaluate(structure)
      return LabelledStructure(group: "", structure: structure, energy: result.energy, forces: result.forces)
    }
    var student = teacher
    student.elements[0].network = Perceptron(widths: [3, 3, 1], activations: [.tanh, .identity], seed: 11)
    student.elements[1].network = Perceptron(widths: [3, 4, 1], activations: [.tanh, .identity], seed: 12)
    let training = PotentialTraining(student, on: labels, energyDeviation: 0.01, forceDeviation: 0.1)
    let first = training.loss(of: training.results(with: training.parameters))
    let (point, _) = LBFGS().minimize(from: training.parameters, steps: 150) { training.lossAndGradient($0) }
    #expect(point.value < 1e-3 * first)
  }
}
