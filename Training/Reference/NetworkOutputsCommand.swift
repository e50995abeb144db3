import ArgumentParser
import Imaging
import NeuralNetworks
import SymmetryClassification

/// `training-reference network-outputs`.
struct NetworkOutputsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network-outputs",
    abstract: "Print the inputs of a model's network for images and its logits, before any calibration."
  )

  @Argument(help: "The model file.") var model: String
  @Argument(help: "The images.") var images: [String]

  private struct Output: Encodable {
    let classes: [String]
    let inputs: [[Float]]
    let logits: [[Float]]
  }

  func run() throws {
    let classifier = try Classifier(contentsOf: model)
    let inputs = try images.map { classifier.preprocessing(try ImageFormats.read($0).image) }
    let predictor = Predictor(classifier.model, threads: 1)
    try TrainingReference.print(
      Output(classes: classifier.classes, inputs: inputs, logits: inputs.map { predictor.output(for: $0) })
    )
  }
}
