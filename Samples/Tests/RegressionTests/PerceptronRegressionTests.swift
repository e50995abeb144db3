import NeuralNetworks
import Testing

@testable import Regression

@Suite struct PerceptronRegressionTests {
  private let inputs = (0..<64).map { [Double($0) * 10, 3] }
  private var targets: [Double] { inputs.map { 100 + 0.5 * $0[0] } }

  private func regression(
    decay: Float = 0,
    initialization: PerceptronRegression.Initialization = .suited
  )
    -> PerceptronRegression
  {
    PerceptronRegression(
      hidden: [6],
      options: TrainingOptions(epochs: 100, batchSize: 16, learningRate: 0.02, threads: 1),
      weightDecay: decay,
      initialization: initialization
    )
  }

  @Test(arguments: [PerceptronRegression.Initialization.suited, .glorot])
  func lineIsLearnedInItsOwnUnits(initialization: PerceptronRegression.Initialization) throws {
    let fitted = try regression(initialization: initialization).fitted(inputs, targets, seed: 2)
    #expect(RegressionError.meanAbsolute(fitted.predictions(inputs), targets) < 5)
  }

  @Test func penaltyIsAddedToTheLoss() throws {
    let fitted = try regression(decay: 0.1).fitted(inputs, targets, seed: 2)
    let groups = fitted.model.network.plan.learningGroups.filter(\.decays)
    let squares = groups.flatMap { fitted.model.parameters[$0.range] }.reduce(0) { $0 + Double($1 * $1) }
    let deviation = Standardization(targets.map { [$0] }).scale[0]
    let loss = RegressionError.meanSquared(fitted.predictions(inputs), targets) / (deviation * deviation)
    #expect(squares > 0.1)
    #expect(abs(fitted.penalizedLoss - loss - 0.05 * squares) < 1e-4)
  }

  @Test func glorotBoundsTheFirstWeights() throws {
    var regression = regression(initialization: .glorot)
    regression.options = TrainingOptions(epochs: 1, batchSize: 64, learningRate: 1e-9, threads: 1)
    let weights = try regression.fitted(inputs, targets, seed: 2).model.parameters[0..<12]
    let bound = Float(6.0 / 8).squareRoot()
    #expect(weights.allSatisfy { abs($0) <= bound + 1e-6 })
    #expect(weights.contains { abs($0) > 0.6 * bound })
  }

  @Test func ensembleIsTheMeanOfItsMembers() throws {
    let members = try [1, 2].map { try regression().fitted(inputs, targets, seed: $0) }
    let means = members.meanPredictions(inputs)
    for (index, mean) in means.enumerated() {
      #expect(abs(mean - (members[0].predictions(inputs)[index] + members[1].predictions(inputs)[index]) / 2) < 1e-9)
    }
  }
}
