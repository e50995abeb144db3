import Foundation
import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct GettingStartedTests {
  @Test func theArticleShowsThisCode() throws {
    let article = try MarkdownCode("Sources/NeuralNetworks/NeuralNetworks.docc/GettingStarted.md")
    #expect(article.blocks.count == 4)
    #expect(try article.firstBlockMissing() == nil)
  }

  @Test func theCodeOfTheArticleRuns() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "model.safetensors").path
    // Bright left halves against bright right halves.
    var generator = KeyedGenerator(1)
    let labels = (0..<64).map { $0 % 2 }
    let inputs = labels.map { label in
      (0..<256).map { ($0 % 16 < 8) == (label == 0) ? 1 + generator.normal() : generator.normal() }
    }

    let network = try Network(input: Shape(channels: 1, height: 16, width: 16)) {
      Conv2D(filters: 8, kernel: 3, activation: .relu)
      MaxPool2D(size: 2)
      Dense(units: 2)
    }
    let validation = ArrayDataset(shape: network.input, inputs: inputs, labels: labels)

    let training = ArrayDataset(shape: network.input, inputs: inputs, labels: labels)

    let trainer = Trainer(
      options: TrainingOptions(epochs: 5, batchSize: 16, seed: 1),
      loss: SoftmaxCrossEntropy(),
      optimizer: AdamW()
    )
    let result = try trainer.train(Model(network, seed: 1), on: training, validation: validation) {
      if case .epoch(let record, _) = $0 { print(record.epoch, record.trainingLoss) }
      return true
    }

    try result.best.safeTensors().write(to: path)
    let model = try Model(SafeTensors(contentsOf: path), file: path)
    let predictor = Predictor(model.foldingNormalization())
    let probabilities = Softmax.probabilities(predictor.output(for: inputs[0]))

    #expect(probabilities[0] > 0.9)
  }
}
