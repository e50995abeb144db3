import Foundation
import Testing

@testable import NeuralNetworks

@Suite struct TrainingOptionsTests {
  @Test func defaultsAreValidAndSurviveJSON() throws {
    try TrainingOptions().validate()
    var options = TrainingOptions(
      epochs: 3,
      schedule: .cosine(warmUp: 1, floor: 0),
      clipNorm: 5,
      patience: 4,
      seed: -9,
      threads: 2
    )
    options.learningRate = 0.1
    let data = try JSONEncoder().encode(options)
    #expect(try JSONDecoder().decode(TrainingOptions.self, from: data) == options)
  }

  @Test func invalidOptionsAreRefused() {
    let wrong: [TrainingOptions] = [
      TrainingOptions(averaging: 1), TrainingOptions(averaging: 0),
      TrainingOptions(averaging: .nan),
      TrainingOptions(schedule: .warmUpStableDecay(warmUp: -1, decay: 0.2)),
      TrainingOptions(schedule: .warmUpStableDecay(warmUp: 0, decay: 1.1)),
    ]
    for options in wrong {
      #expect(throws: TrainingError.self) { try options.validate() }
    }
    #expect(throws: Never.self) {
      try TrainingOptions(schedule: .warmUpStableDecay(warmUp: 1, decay: 0.2), averaging: 0.99)
        .validate()
    }
  }
}
