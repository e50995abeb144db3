import Foundation
import Imaging
import NeuralNetworks
import Testing

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

  @Test func everyNameHasItsOptimizer() {
    func optimizer(_ name: ClassifierOptions.OptimizerName) -> any Optimizer {
      ClassifierOptions(optimizer: name, weightDecay: 0.375).freshOptimizer
    }
    #expect((optimizer(.adam) as? Adam)?.weightDecay == 0.375)
    #expect((optimizer(.adamW) as? AdamW)?.weightDecay == 0.375)
    #expect((optimizer(.sgd) as? SGD)?.weightDecay == 0.375)
  }
}
