import Foundation
import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

/// A frozen model file of version 1, with the predictions of the version of ednet that wrote it.
///
/// An ensemble of two 16-pixel networks, each with a layer `Fork`; it has an out-of-distribution detector and a card.
@Suite struct ModelFormatTests {
  private struct Line: Decodable {
    let file: String
    let prediction: String
    let probabilities: [String: Float]
    let novelty: Float
  }

  private static let folder = Project.fixtures(of: "SymmetryClassificationTests")
    .appending(path: "version-1").path

  private func expected() throws -> [Line] {
    let lines = try String(contentsOfFile: Self.folder + "/predictions.jsonl", encoding: .utf8)
    return try lines.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func version1GivesItsPredictions() throws {
    let classifier = try Classifier(contentsOf: Self.folder + "/model.safetensors")
    #expect(classifier.ensemble?.others.count == 1 && classifier.card?.classes.count == 5)
    #expect(classifier.card?.classes[0].heldOutPatterns == 10)
    #expect(
      classifier.training.options.training.schedule == .warmUpStableDecay(warmUp: 0.2, decay: 0.8)
    )
    let predictor = classifier.predictor(threads: 1)
    for line in try expected() {
      let image = try PNG.read(Self.folder + "/" + line.file).image
      let prediction = try predictor.predict(image)
      for (name, probability) in zip(classifier.classes, prediction.probabilities) {
        let expected = try #require(line.probabilities[name])
        #expect(abs(probability - expected) < 1e-5, "\(line.file) \(name)")
      }
      let score = try #require(prediction.outOfDistributionScore)
      #expect(abs(score - line.novelty) < 1e-4 * line.novelty)
      #expect(prediction.outOfDistributionScores?.kurtosis != nil)
      let verdict = DecisionRule.acceptingAll.verdict(on: prediction)
      #expect(verdict.label(in: classifier.classes) == line.prediction)
    }
  }

  @Test func version1IsWrittenAsVersion2() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    let old = try Classifier(contentsOf: Self.folder + "/model.safetensors")
    try old.write(to: path)
    let content = try SafeTensors(contentsOf: path)
    #expect(content.metadata["format_version"] == "2" && content.metadata["novelty"] == nil)
    #expect(content.metadata["network"]?.contains("\"Parallel\"") == true)
    #expect(content.metadata["card"]?.contains("heldOut") == true)
    #expect(content.metadata["outOfDistribution"]?.contains("kurtosisLimit") == true)
    #expect(!content.tensors.contains { $0.name.hasPrefix("novelty") })
    let new = try Classifier(contentsOf: path)
    #expect(new.card == old.card && new.training == old.training)
    #expect(new.outOfDistributionDetector == old.outOfDistributionDetector)
    #expect(new.model.parameters == old.model.parameters)
  }

  @Test func textThatLooksLikeAnOldKeyIsKept() throws {
    var content = try SafeTensors(contentsOf: Self.folder + "/model.safetensors")
    content.metadata["card"] = #"{"patterns":"\"judgedOn\":","judgedOn":"judgedOn"}"#
    let upgraded = ModelFormat.upgraded(content)
    #expect(
      upgraded.metadata["card"] == #"{"patterns":"\"judgedOn\":","heldOutData":"judgedOn"}"#
    )
    content.metadata["format_version"] = "2"
    #expect(ModelFormat.upgraded(content) == content)
  }
}
