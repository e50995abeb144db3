import Foundation
import SymmetryClassification
import Testing

@Suite struct FolderFusionTests {
  private func image(
    _ file: String,
    _ probabilities: [Float],
    isBlank: Bool = false
  )
    -> FilePrediction
  {
    FilePrediction(
      file: file,
      prediction: Prediction(probabilities: probabilities, isBlank: isBlank)
    )
  }

  @Test func eachFolderHasOnePredictionFromItsPatterns() throws {
    var classifier = try SmallClassifier.untrained()
    classifier.calibration.fusion = Fusion(correlation: 0)
    var folders = FolderFusion(classifier)
    folders.add(image("b/1.png", [0.5, 0.25, 0.25]))
    folders.add(image("a/1.png", [0.1, 0.1, 0.8]))
    folders.add(image("b/2.png", [0.5, 0.25, 0.25]))
    folders.add(image("b/3.png", [0, 0, 1], isBlank: true))
    folders.add(image("1.png", [1, 0, 0], isBlank: true))
    let predictions = folders.predictions
    #expect(predictions.map(\.file) == ["b", "a", "."])
    #expect(predictions[0].prediction.fused == .init(patterns: 2, excluded: 1))
    // Two independent patterns: 0.25 : 0.0625 : 0.0625.
    let expected: [Float] = [2.0 / 3, 1.0 / 6, 1.0 / 6]
    for (probability, expected) in zip(predictions[0].prediction.probabilities, expected) {
      #expect(abs(probability - expected) < 1e-5)
    }
    #expect(predictions[1].prediction.isPattern && !predictions[2].prediction.isPattern)
    #expect(predictions[2].prediction.mostProbableClass == 0)
  }
}
