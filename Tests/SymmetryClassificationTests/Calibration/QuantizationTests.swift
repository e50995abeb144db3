import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct QuantizationTests {
  static func dataset(_ count: Int) -> PatternDataset {
    let patterns = SmallClassifier.stripes(count)
    return PatternDataset(
      images: patterns.images,
      labels: patterns.labels,
      preprocessing: SmallClassifier.preprocessing,
      augmentation: nil,
      seed: 1
    )
  }

  static func scaled() throws -> Classifier {
    try SmallClassifier.untrained().measuringScales(on: dataset(12), threads: 1)
  }

  @Test func scalesAreMeasuredAndStored() throws {
    let classifier = try Self.scaled()
    let quantization = try #require(classifier.quantization)
    #expect(quantization.patterns == 12 && quantization.activationMaxima.count == 1)
    #expect(quantization.activationMaxima[0].allSatisfy { $0 > 0 })
    let folder = try TemporaryFolder()
    try classifier.write(to: folder.path + "/m.safetensors")
    let read = try Classifier(contentsOf: folder.path + "/m.safetensors")
    #expect(read.quantization == quantization && read.precision == .float32)
    // The scales are one entry, and nothing else changes.
    var content = try SafeTensors(contentsOf: folder.path + "/m.safetensors")
    content.metadata["quantization"] = nil
    let untrained = try SmallClassifier.untrained().encoded()
    #expect(try content.encoded() == untrained)
  }

  @Test func allNetworksOfAnEnsembleHaveScales() throws {
    let members = [try SmallClassifier.untrained(seed: 1), try SmallClassifier.untrained(seed: 2, size: 20)]
    let ensemble = Classifier.ensemble(of: [try members[0].measuringScales(on: Self.dataset(4)), members[1]])
    #expect(ensemble.quantization == nil)
    let scaled = try ensemble.measuringScales(on: Self.dataset(4))
    #expect(scaled.quantization?.activationMaxima.count == 2)
    let images = SmallClassifier.stripes(3).images
    let (answers, expected) = (
      try scaled.answering(in: .int8).probabilities(for: images), try scaled.probabilities(for: images)
    )
    #expect(answers != expected && greatestDifference(answers[0], expected[0]) < 0.02)
  }

  @Test func calibrationMeasuresScales() throws {
    let calibrated = try SmallClassifier.untrained().calibrated(on: SmallClassifier.stripes(6))
    let scaled = try SmallClassifier.untrained().measuringScales(on: Self.dataset(6))
    #expect(scaled.quantization != nil && calibrated.quantization == scaled.quantization)
  }

  @Test func scalesOfAnotherNetworkAreAnError() throws {
    var classifier = try Self.scaled()
    for maxima in [[[Float]](), [[1]], [[-1, 1, 1, 1]], [[1, 1], [1, 1]]] {
      classifier.quantization = Quantization(activationMaxima: maxima, patterns: 1)
      #expect(throws: QuantizationError.unfitScales) { try classifier.answering(in: .int8) }
      #expect(try classifier.answering(in: .float32).precision == .float32)
    }
  }
}
