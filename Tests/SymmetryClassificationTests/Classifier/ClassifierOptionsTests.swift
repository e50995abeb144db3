import Foundation
import Imaging
import Testing

@testable import NeuralNetworks
@testable import SymmetryClassification

@Suite struct ClassifierOptionsTests {
  private func roundTrip(_ options: ClassifierOptions) throws -> ClassifierOptions {
    try JSONDecoder().decode(ClassifierOptions.self, from: JSONEncoder().encode(options))
  }

  @Test func jsonRoundTrips() throws {
    #expect(try roundTrip(ClassifierOptions()) == ClassifierOptions())
    let schedules: [LearningRateSchedule] = [
      .constant, .step(epochs: 3, factor: 0.1), .cosine(warmUp: 2.5, floor: 0.02),
      .reduceOnPlateau(factor: 0.3, patience: 4),
    ]
    for (schedule, optimizer) in zip(
      schedules,
      [.adam, .adamW, .sgd, .adam] as [ClassifierOptions.OptimizerName]
    ) {
      let options = ClassifierOptions(
        training: TrainingOptions(
          epochs: 7,
          batchSize: 9,
          learningRate: 0.125,
          schedule: schedule,
          clipNorm: nil,
          patience: 3,
          seed: -4,
          threads: 2
        ),
        optimizer: optimizer,
        weightDecay: 0.5,
        labelSmoothing: 0.25,
        balancesClasses: true,
        augmentation: schedule == .constant ? nil : .spots
      )
      #expect(try roundTrip(options) == options)
    }
  }

  @Test func everyNameGivesItsOptimizer() {
    func optimizer(_ name: ClassifierOptions.OptimizerName) -> any Optimizer {
      ClassifierOptions(optimizer: name, weightDecay: 0.375).freshOptimizer
    }
    #expect((optimizer(.adam) as? Adam)?.weightDecay == 0.375)
    #expect((optimizer(.adamW) as? AdamW)?.weightDecay == 0.375)
    #expect((optimizer(.sgd) as? SGD)?.weightDecay == 0.375)
  }

  @Test func defaultsAreThoseOfTheCommand() {
    let options = ClassifierOptions()
    #expect(options.training.epochs == 40 && options.training.learningRate == 0.002)
    #expect(options.training.schedule == .cosine(warmUp: 1, floor: 0.01))
    #expect(options.training.clipNorm == 5 && options.training.patience == 20)
    #expect(options.optimizer == .adamW && options.weightDecay == 0.01)
    #expect(options.labelSmoothing == 0.05 && options.augmentation == .ebsd)
  }

  @Test func penalizedLossAddsHalfTheDecayTimesTheSquaredWeights() throws {
    let network = try Network(input: Shape(features: 2)) { Dense(units: 2) }
    // The weights 1, 2, 3, 4 have a sum of squares of 30; biases do not count.
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
