import Foundation
import Imaging
import NeuralNetworks
import Testing

@testable import SymmetryClassification

@Suite struct ClassifierPredictorTests {
  @Test func logitsAreThoseOfTheWholeNetwork() throws {
    // The last dense layer is done apart; a network that ends otherwise is done whole.
    var classifier = try SmallClassifier.untrained()
    let other = try Network(input: Shape(channels: 1, height: 16, width: 16)) {
      Conv2D(filters: 3, kernel: 3)
      GlobalAveragePool2D()
    }
    for model in [classifier.model, Model(other, seed: 4)] {
      classifier.model = model
      let images = SmallClassifier.stripes(5, classes: 3).images
      let whole = Predictor(model, threads: 1)
      let outputs = classifier.predictor(threads: 2).samples(for: images)
      #expect(outputs.count == 5)
      for (image, output) in zip(images, outputs) {
        let expected = whole.output(for: classifier.preprocessing.normalized(image.image))
        for (a, b) in zip(output.logits, expected) { #expect(abs(a - b) <= 1e-4 * max(1, abs(b))) }
      }
    }
    #expect(try SmallClassifier.untrained().predictor().samples(for: []).isEmpty)
  }

  @Test func featuresAreWhatTheLastLayerIsGiven() throws {
    let classifier = try SmallClassifier.untrained()
    let image = SmallClassifier.stripes(1).images
    let output = classifier.predictor().samples(for: image)[0].sample
    let layers = classifier.model.network.layers
    let body = try Network(
      input: classifier.model.network.input,
      layers: Array(layers.dropLast())
    )
    let model = Model(
      body,
      parameters: Array(classifier.model.parameters.prefix(body.parameterCount))
    )
    let expected = Predictor(model).output(for: classifier.preprocessing.normalized(image[0].image))
    #expect(output.features.count == expected.count)
    for (a, b) in zip(output.features, expected) { #expect(abs(a - b) < 1e-4) }
  }

  @Test func companyAndThreadsDoNotMatter() throws {
    let classifier = try SmallClassifier.untrained()
    let images = SmallClassifier.stripes(7, classes: 3).images
    let all = try classifier.probabilities(for: images, threads: 3)
    #expect(try classifier.probabilities(for: images, threads: 1) == all)
    for (image, expected) in zip(images, all) {
      #expect(try classifier.probabilities(for: [image]) == [expected])
      #expect(abs(expected.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func outputsCanBeMeansOverTheMirrorImage() throws {
    var classifier = try SmallClassifier.untrained()
    let image = SmallClassifier.stripes(3, classes: 3).images[1].image
    var mirrored = image
    for row in 0..<image.height {
      for column in 0..<image.width { mirrored[row, column] = image[row, image.width - 1 - column] }
    }
    let single = try classifier.predictor(threads: 1).predict([image, mirrored])
    classifier.averagesMirrorImage = true
    let mean = try classifier.predictor(threads: 2).predict([image, mirrored])
    for (a, b) in zip(mean[0].probabilities, mean[1].probabilities) { #expect(abs(a - b) < 1e-5) }
    // The mean of logits is the normalised geometric mean of probabilities.
    let products = zip(single[0].probabilities, single[1].probabilities).map { ($0 * $1).squareRoot() }
    for (found, product) in zip(mean[0].probabilities, products) {
      #expect(abs(found - product / products.reduce(0, +)) < 1e-5)
    }
    let folder = try TemporaryPatterns()
    try classifier.write(to: folder.root + "/model.safetensors")
    #expect(try Classifier(contentsOf: folder.root + "/model.safetensors").averagesMirrorImage)
  }
}
