import SymmetryClassification
import Testing

@testable import NeuralNetworks

@Suite struct ClassifierOptionsPenalizedLossTests {
  @Test func itIsTheLossOfTheBestEpochAndHalfTheDecayTimesTheSquaresOfWeights() throws {
    let network = try Network(input: Shape(features: 2)) { Dense(units: 2) }
    // Weights 1, 2, 3, 4, whose squares add up to 30; biases do not count.
    let model = Model(network, parameters: [1, 2, 3, 4, 100, 100])
    func record(_ epoch: Int, _ loss: Float?) -> EpochRecord {
      EpochRecord(
        epoch: epoch,
        learningRate: 1,
        trainingLoss: 9,
        trainingAccuracy: nil,
        validationLoss: loss,
        validationAccuracy: nil,
        seconds: 1,
        examplesPerSecond: 1
      )
    }
    var result = TrainingResult(
      best: model,
      bestEpoch: 2,
      last: model,
      history: [record(1, 0.7), record(2, 0.5), record(3, 0.6)],
      ending: .completed
    )
    let options = ClassifierOptions(weightDecay: 0.02)
    let loss = try #require(options.penalizedLoss(of: result))
    #expect(abs(loss - 0.8) < 1e-6)
    result.history = [record(2, nil)]
    #expect(options.penalizedLoss(of: result) == nil)
  }
}
