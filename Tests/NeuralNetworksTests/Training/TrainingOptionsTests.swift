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
}
