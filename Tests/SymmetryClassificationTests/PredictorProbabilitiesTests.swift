import Foundation
import Imaging
import NeuralNetworks
import Testing

@testable import SymmetryClassification

@Suite struct PredictorProbabilitiesTests {
  @Test func theyAreTheSoftmaxOfTheOutputs() throws {
    let classifier = try SmallClassifier.untrained()
    let images = SmallClassifier.stripes(5, classes: 3).images
    let predictor = classifier.predictor(threads: 2)
    let all = predictor.probabilities(for: images, preprocessing: classifier.preprocessing)
    #expect(all.count == 5)
    for (image, probabilities) in zip(images, all) {
      let input = classifier.preprocessing.finished(image.image)
      #expect(probabilities == Softmax.probabilities(predictor.output(for: input)))
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
    }
    #expect(predictor.probabilities(for: [], preprocessing: classifier.preprocessing).isEmpty)
  }

  @Test func companyAndThreadsDoNotMatter() throws {
    let classifier = try SmallClassifier.untrained()
    let images = SmallClassifier.stripes(7, classes: 3).images
    let all = classifier.probabilities(for: images, threads: 3)
    #expect(classifier.probabilities(for: images, threads: 1) == all)
    for (image, expected) in zip(images, all) {
      #expect(classifier.probabilities(for: [image]) == [expected])
    }
  }
}
