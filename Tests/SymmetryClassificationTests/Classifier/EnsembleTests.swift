import Foundation
import Imaging
import NeuralNetworks
import Testing

@testable import SymmetryClassification

@Suite struct EnsembleTests {
  private func member(_ seed: Int, temperature: Double) throws -> Classifier {
    var member = try SmallClassifier.untrained(seed: seed)
    member.calibration.temperature = Temperature(temperature)
    return member
  }

  @Test func probabilitiesAreTheMeanOfTheMembers() throws {
    let members = try [
      member(3, temperature: 0.5), member(4, temperature: 2), member(5, temperature: 1),
    ]
    let ensemble = Classifier.ensemble(of: members)
    // More than one chunk of images, and an odd number.
    let images = SmallClassifier.stripes(259, classes: 3).images
    let each = try members.map { try $0.probabilities(for: images) }
    for (index, mean) in try ensemble.probabilities(for: images, threads: 2).enumerated() {
      for k in 0..<3 {
        let expected = each.reduce(Float(0)) { $0 + $1[index][k] } / 3
        #expect(abs(mean[k] - expected) < 1e-5)
      }
    }
    let one = Classifier.ensemble(of: [members[0]])
    #expect(one.ensemble == nil && one.calibration == members[0].calibration)
  }

  @Test func aCalibrationOfItsOwnComesOnTop() throws {
    let ensemble = Classifier.ensemble(of: try (3...5).map { try member($0, temperature: 1) })
    #expect(ensemble.calibration == .none)
    var validation = SmallClassifier.stripes(90, classes: 3)
    validation.specimens = validation.labels.indices.map { $0 / 6 * 3 + $0 % 3 }
    let calibrated = ensemble.calibrated(on: validation)
    #expect(calibrated.calibration.patterns == 90 && calibrated.calibration.specimens == 45)
    let images = validation.images
    let expected = ensemble.predictor().samples(for: images).map {
      calibrated.calibration.temperature.probabilities($0.logits)
    }
    #expect(try calibrated.probabilities(for: images) == expected)
  }

  @Test func aNetworkOfAnotherSizeSeesTheInputResized() throws {
    let members = [try member(3, temperature: 1), try SmallClassifier.untrained(seed: 4, size: 12)]
    let ensemble = Classifier.ensemble(of: members)
    let images = SmallClassifier.stripes(5, classes: 3).images
    let first = try members[0].probabilities(for: images)
    let smaller = Predictor(members[1].model, threads: 1)
    for (index, mean) in try ensemble.probabilities(for: images).enumerated() {
      let input = GrayImage(
        width: 16,
        height: 16,
        pixels: SmallClassifier.preprocessing.normalized(images[index].image)
      )
      var resized = input.resized(width: 12, height: 12)
      IntensityScaling.standardize.apply(to: &resized)
      let other = Temperature.unscaled.probabilities(smaller.output(for: resized.pixels))
      for k in 0..<3 { #expect(abs(mean[k] - (first[index][k] + other[k]) / 2) < 1e-5) }
    }

    let path = try TemporaryFolder()
    try ensemble.write(to: path.path + "/m.safetensors")
    let read = try Classifier(contentsOf: path.path + "/m.safetensors")
    #expect(try read.probabilities(for: images) == ensemble.probabilities(for: images))
    // A network of other classes, and one number of networks for another number of temperatures.
    for (old, new) in [(#""units":3"#, #""units":4"#), ("[1,1]", "[1,1,1]")] {
      var damaged = try SafeTensors(contentsOf: path.path + "/m.safetensors")
      damaged.metadata["ensemble"] = damaged.metadata["ensemble"]?.replacing(old, with: new)
      try damaged.write(to: path.path + "/d.safetensors")
      #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path.path + "/d.safetensors") }
    }
  }

  @Test func otherClassesOrStepsDoNotGoTogether() throws {
    let classifier = try SmallClassifier.untrained()
    var other = try SmallClassifier.untrained(size: 12)
    #expect(classifier.isCompatible(with: other))
    other.preprocessing.fit = .crop
    #expect(!classifier.isCompatible(with: other))
    other = classifier
    other.classes.reverse()
    #expect(!classifier.isCompatible(with: other))
  }

  @Test func oneModelFileKeepsAll() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    let ensemble = Classifier.ensemble(of: try (3...5).map { try member($0, temperature: 1.5) })
    try ensemble.write(to: path)
    let read = try Classifier(contentsOf: path)
    let images = SmallClassifier.stripes(5).images
    #expect(try read.probabilities(for: images) == ensemble.probabilities(for: images))
    let content = try SafeTensors(contentsOf: path)
    func refusal(_ change: (inout SafeTensors) -> Void) throws {
      var damaged = content
      change(&damaged)
      try damaged.write(to: path)
      #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path) }
    }
    try refusal { $0.tensors.removeAll { $0.name == "members.2.layers.0.weight" } }
    try refusal { $0.metadata["ensemble"] = nil }
    try refusal { $0.metadata["ensemble"] = #"{"temperatures": [1, 1]}"# }
    try refusal { $0.metadata["ensemble"] = #"{"temperatures": [1, 1, 1, 1]}"# }
    try refusal { $0.metadata["ensemble"] = #"{"temperatures": [1, 0, 1]}"# }
  }
}
