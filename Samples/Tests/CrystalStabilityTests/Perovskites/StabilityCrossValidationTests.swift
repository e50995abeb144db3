import NeuralNetworks
import Testing

@testable import CrystalStability

@Suite struct StabilityCrossValidationTests {
  /// Perovskites whose energy is a function of the inputs.
  private func examples() -> [LabelledPerovskite] {
    (0..<60).map { index in
      let (first, second) = (Double(index % 10), Double(index / 10))
      return LabelledPerovskite(
        perovskite: Perovskite(a: Ion("A\(index)", charge: 3), b: Ion("B", charge: 3)),
        inputs: [first / 10, second / 10, 1, 1 + first / 20],
        energy: 0.1 * first - 0.05 * second,
        published: 0,
        origin: .lists
      )
    }
  }

  @Test func heldOutEnergiesAreLearned() throws {
    var validation = StabilityCrossValidation(folds: 3)
    validation.regression.options.epochs = 60
    let examples = examples()
    let predictions = try validation.heldOutPredictions(examples, seed: 1)
    let errors = zip(predictions, examples).map { abs($0 - $1.energy) }
    #expect(errors.reduce(0, +) / 60 < 0.05)
    #expect(try validation.heldOutPredictions(examples, seed: 1) == predictions)
  }

  @Test func predictionDoesNotDependOnItsOwnEnergy() throws {
    var validation = StabilityCrossValidation(folds: 3)
    validation.regression.options.epochs = 2
    var examples = examples()
    let before = try validation.heldOutPredictions(examples, seed: 1)
    let example = examples[7]
    examples[7] = LabelledPerovskite(
      perovskite: example.perovskite,
      inputs: example.inputs,
      energy: 5,
      published: 0,
      origin: .lists
    )
    let after = try validation.heldOutPredictions(examples, seed: 1)
    #expect(before[7] == after[7])
    #expect(before != after)
  }
}
