import Foundation
import SymmetryClassification
import Testing

@Suite struct TrainingSummaryTests {
  @Test(arguments: [nil, 0.75] as [Float?])
  func jsonRoundTrips(accuracy: Float?) throws {
    let summary = TrainingSummary(
      version: "1",
      date: "2026-01-02",
      trainingPatterns: 3,
      validationPatterns: 4,
      splitBySpecimen: true,
      epoch: 5,
      validationAccuracy: accuracy,
      options: ClassifierOptions(weightDecay: 0.25)
    )
    let data = try JSONEncoder().encode(summary)
    #expect(try JSONDecoder().decode(TrainingSummary.self, from: data) == summary)
  }
}
