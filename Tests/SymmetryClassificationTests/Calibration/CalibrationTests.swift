import Foundation
import NeuralNetworks
import Testing

@testable import SymmetryClassification

@Suite struct CalibrationTests {
  /// Ten specimens of four patterns whose labels follow logits that are thrice too large.
  private var outputs: LabeledOutputs {
    var drawn = TemperatureTests.drawn(400, factor: 3)
    drawn.specimens = (0..<400).map { $0 / 4 }
    for index in drawn.labels.indices { drawn.labels[index] = drawn.labels[index / 4 * 4] }
    return drawn
  }

  @Test func allPartsAreFitted() throws {
    let calibration = Calibration.fit(outputs, prior: [0.5, 0.25, 0.25])
    #expect(calibration.patterns == 400 && calibration.specimens == 100)
    #expect(calibration.temperature.value > 2)
    #expect(calibration.fusion?.prior == [0.5, 0.25, 0.25])
    #expect(calibration.patternCurve?.answers == 400)
    #expect(calibration.specimenCurve?.answers == 100)
    #expect(Calibration.fit(outputs, prior: [0.5, 0.25, 0.25]) == calibration)
    #expect(Calibration.fit(LabeledOutputs(logits: [], labels: [])) == .none)
  }

  @Test func aModelFileKeepsIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    var classifier = try SmallClassifier.untrained()
    try classifier.write(to: path)
    #expect(try SafeTensors(contentsOf: path).metadata["calibration"] == nil)
    #expect(try Classifier(contentsOf: path).calibration == .none)
    classifier.calibration = .fit(outputs, prior: [0.5, 0.25, 0.25])
    try classifier.write(to: path)
    let read = try Classifier(contentsOf: path)
    #expect(read.calibration == classifier.calibration)
    let images = SmallClassifier.stripes(3).images
    #expect(try read.probabilities(for: images) == classifier.probabilities(for: images))
    let logits = read.predictor().samples(for: images).map(\.logits)
    #expect(
      try read.probabilities(for: images)
        == logits.map { read.calibration.temperature.probabilities($0) }
    )
    var content = try SafeTensors(contentsOf: path)
    content.metadata["calibration"] = content.metadata["calibration"]?
      .replacing("[0.5,0.25,0.25]", with: "[0.5,0.5]")
    try content.write(to: path)
    #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path) }
  }
}
