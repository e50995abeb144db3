import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct OutOfDistributionDetectorTests {
  /// A classifier of stripes and 300 patterns to fit on.
  private func fitted(_ seed: Int = 3) throws -> Classifier {
    var classifier = try SmallClassifier.untrained(seed: seed)
    classifier.outOfDistributionDetector = .fit(
      training: classifier.predictor().samples(for: SmallClassifier.stripes(300, classes: 3).images)
        .map(\.sample),
      validation: classifier.predictor().samples(
        for: SmallClassifier.stripes(300, classes: 3, from: 1000).images
      ).map(\.sample)
    )
    return classifier
  }

  private func scores(_ classifier: Classifier, _ images: [GrayImage]) throws -> [Float] {
    let detector = try #require(classifier.outOfDistributionDetector)
    return classifier.predictor().samples(
      for: images.map { classifier.preprocessing.compacted($0) }
    ).map { detector.scores($0.sample).greatest }
  }

  @Test func unseenPatternsAreRarelyRejected() throws {
    let classifier = try fitted()
    let detector = try #require(classifier.outOfDistributionDetector)
    let unseen = classifier.predictor().samples(
      for: SmallClassifier.stripes(300, classes: 3, from: 5000).images
    )
    #expect(unseen.count { detector.scores($0.sample).greatest > 1 } <= 12)
  }

  @Test(arguments: OtherImages.allCases)
  func otherImagesAreDetected(kind: OtherImages) throws {
    let classifier = try fitted()
    let images = (0..<20).map { kind.image(size: 16, number: $0) }
    #expect(try scores(classifier, images).count { $0 > 1 } >= 18)
  }

  @Test func aModelFileStoresIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    let classifier = try fitted()
    try classifier.write(to: path)
    let read = try Classifier(contentsOf: path)
    #expect(
      read.outOfDistributionDetector == classifier.outOfDistributionDetector
        && read.outOfDistributionDetector != nil
    )
    let content = try SafeTensors(contentsOf: path)
    func refusal(_ change: (inout SafeTensors) -> Void) throws {
      var damaged = content
      change(&damaged)
      try damaged.write(to: path)
      #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path) }
    }
    try refusal { $0.tensors.removeAll { $0.name == "outOfDistribution.features.mean" } }
    try refusal { $0.metadata["outOfDistribution"] = nil }
    try refusal { $0.metadata["outOfDistribution"] = "{}" }
    try refusal {
      $0.metadata["outOfDistribution"] = $0.metadata["outOfDistribution"]?
        .replacing("\"features\":128", with: "\"features\":3")
    }
    try refusal {
      for index in $0.tensors.indices where $0.tensors[index].name.hasPrefix("outOfDistribution") {
        $0.tensors[index].values = $0.tensors[index].values.map { _ in 0 }
      }
    }
  }

  @Test func aFitNeedsFiftyPatternsOfEachKind() throws {
    let classifier = try SmallClassifier.untrained()
    let samples = classifier.predictor().samples(for: SmallClassifier.stripes(60).images).map(
      \.sample
    )
    #expect(
      OutOfDistributionDetector.fit(training: Array(samples.prefix(49)), validation: samples) == nil
    )
    #expect(
      OutOfDistributionDetector.fit(training: samples, validation: Array(samples.prefix(49))) == nil
    )
    #expect(OutOfDistributionDetector.fit(training: samples, validation: samples) != nil)
  }
}
