import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct ModelCardTests {
  private func card() throws -> ModelCard {
    let predictions = (0..<6).flatMap { specimen in
      (0..<2).map { _ in
        // hP and cF are always correct, and cI is always classified as cF.
        prediction(
          specimen % 3,
          specimen % 3 == 0 ? [0.9, 0.05, 0.05] : [0.1, 0.2, 0.7],
          specimen: "s\(specimen)"
        )
      }
    }
    let evaluation = try Evaluation(
      classes: ["hP", "cI", "cF", "aP"],
      predictions: predictions.map { entry in
        var entry = entry
        entry.probabilities.append(0)
        return entry
      },
      resamples: 50
    )
    return ModelCard(
      patterns: "simulated",
      training: LabeledPatterns(
        labels: [0, 0, 1, 2, 2, 2, 3],
        specimens: [0, 0, 1, 2, 3, 3, 4]
      ),
      heldOutData: "test patterns",
      evaluation: evaluation
    )
  }

  @Test func itHasCountsAndMetrics() throws {
    let card = try card()
    #expect(card.classes.map(\.trainingPatterns) == [2, 1, 3, 1])
    #expect(card.classes.map(\.trainingSpecimens) == [1, 1, 2, 1])
    #expect(card.classes.map(\.heldOutPatterns) == [4, 4, 4, 0])
    #expect(card.classes.map(\.heldOutSpecimens) == [2, 2, 2, 0])
    func value(_ name: String) -> Double? { card.numbers.first { $0.name == name }?.value }
    #expect(value("accuracy") == 8 / 12.0)
    #expect(value("accuracy of lattice systems") == 1)
    #expect(value("accuracy of fused specimens") == 4 / 6.0)
    #expect(card.numbers.allSatisfy { ($0.low ?? 0) <= ($0.high ?? 0) && $0.count > 0 })
    #expect(card.strengths.count == 1 && card.strengths[0].hasSuffix(": hP"))
    #expect(card.weaknesses.contains("not evaluated: aP"))
    #expect(card.weaknesses.contains("recall below 50 %: cI"))
    #expect(card.weaknesses.contains { $0.contains("cI classified as cF, 4 of 4 patterns") })
  }

  @Test func aModelFileStoresIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    var classifier = try SmallClassifier.untrained()
    classifier.card = try card()
    try classifier.write(to: path)
    #expect(try Classifier(contentsOf: path).card == classifier.card)
    let text = try card().lines.joined(separator: "\n")
    for part in [
      "Training data: simulated", "Evaluated on test patterns", "Strength: ", "Weakness: ",
    ] {
      #expect(text.contains(part))
    }
  }
}
