import Diffraction
import Foundation
import NeuralNetworks
import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct SymmetryMapHeadTests {
  private static func random(_ count: Int, _ seed: Int) -> [Float] {
    var generator = KeyedGenerator(seed)
    return (0..<count).map { _ in generator.normal() }
  }

  @Test func mapsAreASigmoidOfTheFeatureMaps() throws {
    var classifier = try SmallClassifier.untrained()
    let network = classifier.model.network
    let layer = try #require(network.plan.steps.lastIndex { $0.outputShape.height > 1 })
    let shape = network.plan.steps[layer].outputShape
    let (weights, bias) = (Self.random(5 * shape.channels, 1), Self.random(5, 2))
    classifier.symmetryMapHead = SymmetryMapHead(layer: layer, weights: weights, bias: bias)
    let image = SmallClassifier.stripes(1).images[0].image
    let maps = try #require(classifier.symmetryMaps(of: image))
    #expect(maps.count == 5)
    let features = Predictor(classifier.model.split(after: layer).body, threads: 1)
      .output(for: classifier.preprocessing(image))
    for (row, kind) in SymmetryElementMap.Kind.allCases.enumerated() {
      let map = try #require(maps[kind])
      #expect((map.width, map.height) == (shape.width, shape.height))
      for pixel in map.pixels.indices {
        let logit = (0..<shape.channels).reduce(bias[row]) {
          $0 + weights[row * shape.channels + $1] * features[$1 * map.pixels.count + pixel]
        }
        #expect(abs(map.pixels[pixel] - 1 / (1 + exp(-logit))) < 1e-4)
      }
    }
    #expect(try SmallClassifier.untrained().symmetryMaps(of: image) == nil)
  }

  @Test func theHeadIsPartOfAModelFile() throws {
    var classifier = try SmallClassifier.untrained()
    let channels = classifier.model.network.plan.steps[0].outputShape.channels
    classifier.symmetryMapHead = SymmetryMapHead(
      layer: 0,
      weights: Self.random(5 * channels, 1),
      bias: Self.random(5, 2)
    )
    let folder = try TemporaryPatterns()
    let path = folder.root + "/model.safetensors"
    try classifier.write(to: path)
    #expect(try Classifier(contentsOf: path).symmetryMapHead == classifier.symmetryMapHead)
    for head in [
      SymmetryMapHead(layer: 99, weights: Self.random(5 * channels, 1), bias: Self.random(5, 2)),
      SymmetryMapHead(layer: 0, weights: Self.random(5 * channels + 5, 1), bias: Self.random(5, 2)),
    ] {
      classifier.symmetryMapHead = head
      try classifier.write(to: path)
      #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path) }
    }
  }
}
