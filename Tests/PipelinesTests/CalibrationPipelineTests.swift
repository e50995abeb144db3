import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import RandomNumbers
import SymmetryClassification
import TestSupport
import Testing

@Suite struct CalibrationPipelineTests {
  /// Stripes across or down with noise, in folders a and b of a part.
  private static func patterns(_ part: String, count: Int, strength: Float) throws -> String {
    let root = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    for (label, name) in ["a", "b"].enumerated() {
      for number in 0..<count {
        var generator = KeyedGenerator(label, number)
        var image = GrayImage(width: 32, height: 32, pixels: (0..<1024).map { _ in generator.normal() })
        for row in 0..<32 {
          for column in 0..<32 {
            let stripe: Float = (label == 0 ? column : row) % 8 < 4 ? 1 : -1
            image[row, column] = 100 + 10 * (image[row, column] + strength * stripe)
          }
        }
        let folder = "\(root)/\(part)\(name)/s\(number)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try PNG.write(image, to: "\(folder)/1.png")
      }
    }
    return root
  }

  private static func trained() throws -> Classifier {
    var configuration = TrainingConfiguration(patterns: try patterns("", count: 12, strength: 2))
    (configuration.size, configuration.epochs, configuration.architecture) = (16, 4, "plain")
    return try TrainingPipeline(configuration).run(in: MemoryRunStore(), mode: .overwriting).classifier
  }

  @Test func probabilitiesAreFittedAndParametersStay() throws {
    let classifier = try Self.trained()
    let faint = try Self.patterns("", count: 30, strength: 0.05)
    let calibrated = try CalibrationPipeline(patterns: faint).calibrate(classifier)
    #expect(calibrated.model.parameters == classifier.model.parameters)
    #expect(calibrated.calibration != classifier.calibration)
    let image = try ImageFormats.read(faint + "/a/s0/1.png").image
    let (before, after) = (try classifier.predict(image), try calibrated.predict(image))
    // Faint patterns are hard, so that the probabilities become more even.
    #expect(after.probabilities.max()! < before.probabilities.max()!)
    #expect(calibrated.card?.heldOutData == "60 patterns, which were also used for calibration")
  }

  @Test func modelsAreJoinedBeforeTheCalibration() throws {
    let classifier = try Self.trained()
    var pipeline = CalibrationPipeline(patterns: try Self.patterns("", count: 6, strength: 1))
    var partner = classifier
    for index in partner.model.parameters.indices { partner.model.parameters[index] *= 0.9 }
    pipeline.partners = [partner]
    let both = try pipeline.calibrate(classifier)
    #expect(both.ensemble?.others.map(\.parameters) == [partner.model.parameters] && both.calibration.patterns == 12)
    let origin = try #require(classifier.card?.patterns)
    #expect(both.card?.patterns == "\(origin); \(origin)")
    func refusal(_ model: Classifier, _ partner: Classifier) -> String? {
      pipeline.partners = [classifier, partner]
      return #expect(throws: PipelineError.self) { try pipeline.calibrate(model) }?.description
    }
    #expect(refusal(both, partner) == "the model has several networks; join models of one network each")
    #expect(refusal(classifier, both) == "--with: model 2 has several networks; join models of one network each")
    partner.preprocessing.fillShadows.toggle()
    #expect(
      refusal(classifier, partner)?.hasPrefix("--with: model 2 has other classes or another preprocessing") == true
    )
  }

  @Test func unknownClassesAndEmptyPartsAreErrors() throws {
    let classifier = try Self.trained()
    let other = try Self.patterns("x", count: 1, strength: 1)
    let unknown = #expect(throws: PipelineError.self) { try CalibrationPipeline(patterns: other).calibrate(classifier) }
    #expect(unknown?.description == "\(other): the model lacks the class xa; it has a, b")
    let training = try Self.patterns("train/", count: 1, strength: 1)
    let empty = #expect(throws: PipelineError.self) {
      try CalibrationPipeline(patterns: training).calibrate(classifier)
    }
    #expect(empty?.description.hasPrefix("\(training): there are no patterns outside train/ and test/") == true)
  }
}
