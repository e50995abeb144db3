import Foundation
import NeuralNetworks
import Testing

@Suite struct LearningRateScheduleTests {
  private func factor(
    _ schedule: LearningRateSchedule,
    at progress: Float,
    of epochs: Int = 10,
    losses: [Float] = []
  ) -> Float {
    schedule.factor(at: progress, of: epochs, validationLosses: losses)
  }

  @Test func constantIsOne() {
    #expect(factor(.constant, at: 0) == 1)
    #expect(factor(.constant, at: 9.5, losses: [1, 2, 3]) == 1)
  }

  @Test func stepFallsAfterEveryFewEpochs() {
    let schedule = LearningRateSchedule.step(epochs: 3, factor: 0.5)
    #expect([0, 2, 3, 5, 6, 9].map { factor(schedule, at: $0) } == [1, 1, 0.5, 0.5, 0.25, 0.125])
  }

  @Test func cosineWarmsUpAndFallsToItsFloor() {
    let schedule = LearningRateSchedule.cosine(warmUp: 2, floor: 0.1)
    #expect(factor(schedule, at: 0.5) == 0.25)
    #expect(factor(schedule, at: 2) == 1)
    #expect(abs(factor(schedule, at: 6) - 0.55) < 1e-6)
    #expect(abs(factor(schedule, at: 10) - 0.1) < 1e-6)
    #expect(abs(factor(schedule, at: 12) - 0.1) < 1e-6)
    let rates = (0...20).map { factor(schedule, at: Float($0) / 2) }
    #expect(rates[...4] == rates[...4].sorted()[...])
    #expect(rates[4...] == rates[4...].sorted(by: >)[...])
  }

  @Test func warmUpStableDecayRisesStaysAndFallsToZero() {
    let schedule = LearningRateSchedule.warmUpStableDecay(warmUp: 2, decay: 0.2)
    #expect(factor(schedule, at: 0.5) == 0.25)
    #expect([2, 5, 8].map { factor(schedule, at: $0) } == [1, 1, 1])
    #expect(abs(factor(schedule, at: 9) - 0.5) < 1e-6)
    #expect(factor(schedule, at: 10) == 0 && factor(schedule, at: 11) == 0)
    // Until it falls, more epochs change nothing.
    #expect(factor(schedule, at: 7, of: 10) == factor(schedule, at: 7, of: 100))
    let steep = LearningRateSchedule.warmUpStableDecay(warmUp: 0, decay: 0)
    #expect(factor(steep, at: 0) == 1 && factor(steep, at: 9.9) == 1)
  }

  @Test func cosineWithoutRoomForItsFallStaysFinite() {
    for warmUp: Float in [0, 10, 50] {
      for progress: Float in [0, 5, 10, 11] {
        let value = factor(.cosine(warmUp: warmUp, floor: 0), at: progress)
        #expect(value >= 0 && value <= 1)
      }
    }
  }

  @Test func plateauFallsWhereLossesDoNot() {
    let schedule = LearningRateSchedule.reduceOnPlateau(factor: 0.5, patience: 2)
    #expect(factor(schedule, at: 0) == 1)
    #expect(factor(schedule, at: 3, losses: [3, 2, 1]) == 1)
    #expect(factor(schedule, at: 3, losses: [3, 2, 2]) == 1)
    #expect(factor(schedule, at: 4, losses: [3, 2, 2, 2.5]) == 0.5)
    // A new minimum restarts the count but keeps the rate.
    #expect(factor(schedule, at: 6, losses: [3, 2, 2, 2.5, 1, 1]) == 0.5)
    #expect(factor(schedule, at: 7, losses: [3, 2, 2, 2.5, 2.5, 2]) == 0.25)
    #expect(factor(schedule, at: 4, losses: [3, 3, 2, 2]) == 1)
    // A NaN is no progress.
    #expect(factor(schedule, at: 3, losses: [3, .nan, .nan]) == 0.5)
  }

  @Test func survivesJSON() throws {
    for schedule: LearningRateSchedule in [
      .constant, .step(epochs: 3, factor: 0.5), .cosine(warmUp: 1.5, floor: 0.01),
      .reduceOnPlateau(factor: 0.2, patience: 4), .warmUpStableDecay(warmUp: 2, decay: 0.3),
    ] {
      let data = try JSONEncoder().encode(schedule)
      #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: data) == schedule)
    }
  }

  @Test func formerNameIsRead() throws {
    let text = #"{"trapezoid": {"warmUp": 0.5, "decay": 0.2}}"#
    let schedule = try JSONDecoder().decode(LearningRateSchedule.self, from: Data(text.utf8))
    #expect(schedule == .warmUpStableDecay(warmUp: 0.5, decay: 0.2))
  }

  @Test(arguments: [
    "{}", "[]", #"{"linear": {}}"#, #"{"constant": {}, "step": {"epochs": 1, "factor": 0.5}}"#,
    #"{"step": {"epochs": 1}}"#, #"{"step": {"epochs": 1.5, "factor": 0.5}}"#,
  ]) func invalidJSONIsAnError(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(LearningRateSchedule.self, from: Data(text.utf8))
    }
  }
}
