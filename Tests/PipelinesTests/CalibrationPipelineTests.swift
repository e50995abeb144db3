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
