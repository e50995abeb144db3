import Foundation
import Imaging
import NeuralNetworks
import ONNXSchema
import SymmetryClassification
import TestSupport
import Testing

@testable import ONNX

@Suite struct ClassifierExportTests {
  @Test func theGraphIsInOrder() throws {
    let classifiers = [
      try ExampleClassifier.of(),
      try ExampleClassifier.of(
        [Conv2D(filters: 4, kernel: 3), GlobalAveragePool2D(), Dense(units: 3)],
        Preprocessing(
          size: 12,
          fillShadows: true,
          localContrast: LocalContrast(),
          scaling: .percentile(low: 1, high: 99),
          circularMask: true
        ),
        averagesMirrorImage: true
      ),
    ]
    for classifier in classifiers {
      let graph = try ClassifierExport(classifier, name: "example").model.graph
      #expect(graph.firstDisorder() == nil)
      #expect(graph.input.map(\.name) == ["image"])
    }
  }

  @Test func inputAndOutputsHaveNamesAndShapes() throws {
    let export = try ClassifierExport(ExampleClassifier.of(), name: "example")
    #expect(export.outputs == ["probabilities", "is_pattern"] && export.omissions.isEmpty)
    let input = try #require(export.model.graph.input.first).type.tensorType
    #expect(input.elemType == 1)
    #expect(input.shape.dim.map(\.dimParam) == ["N", "", "height", "width"] && input.shape.dim[1].dimValue == 1)
    let outputs = export.model.graph.output.map(\.type.tensorType)
    #expect(outputs.map(\.elemType) == [1, 9])
    #expect(outputs[0].shape.dim.map(\.dimValue) == [0, 3])
    #expect(outputs[1].shape.dim.map(\.dimParam) == ["N"])
  }

  @Test func theFileStatesVersionsAndMetadata() throws {
    let export = try ClassifierExport(ExampleClassifier.of(), name: "example")
    let model = try Onnx_ModelProto(serializedBytes: export.encoded())
    #expect(model == export.model)
    #expect(model.irVersion == 8 && model.opsetImport.map(\.version) == [17])
    #expect(model.opsetImport.map(\.domain) == [""])
    #expect(model.producerName == "ednet" && model.producerVersion == Version.current)
    let metadata = Dictionary(model.metadataProps.map { ($0.key, $0.value) }) { first, _ in first }
    #expect(metadata["classes"] == #"["hP","cI","cF"]"#)
    #expect(metadata["model"] == "example" && metadata["ednet_version"] == Version.current && metadata["opset"] == "17")
    #expect(metadata["laue_classes"] == nil && metadata["card"] == nil)
    let preprocessing = Data((metadata["preprocessing"] ?? "").utf8)
    #expect(try JSONDecoder().decode(Preprocessing.self, from: preprocessing) == Preprocessing(size: 12))
    let training = try JSONDecoder().decode(TrainingSummary.self, from: Data((metadata["training"] ?? "").utf8))
    #expect(training.trainingPatterns == 12)
  }

  @Test func theTemperatureDividesTheLogits() throws {
    let graph = try ClassifierExport(ExampleClassifier.of(temperature: 1.75), name: "example").model.graph
    let division = try #require(graph.node.last { $0.opType == "Div" })
    #expect(graph.initializer.first { $0.name == division.input[1] }?.floats == [1.75])
    #expect(graph.node.contains { $0.opType == "Softmax" && $0.input == division.output })
  }

  @Test func mirrorImagesAndMembersAreAveraged() throws {
    let single = try ClassifierExport(ExampleClassifier.of(), name: "example").model.graph.operators
    #expect(!single.contains("Split") && single.count { $0 == "Softmax" } == 1)
    let mirrored = try ClassifierExport(ExampleClassifier.of(averagesMirrorImage: true), name: "example")
    #expect(mirrored.model.graph.operators.count { $0 == "Split" } == 1)
    let first = try ExampleClassifier.of()
    let other = Model(first.model.network, seed: 9)
    let ensemble = Ensemble(others: [other], temperatures: [Temperature(2), Temperature(0.5)])
    let both = try ClassifierExport(ExampleClassifier.of(ensemble: ensemble), name: "example").model.graph
    #expect(both.operators.count { $0 == "Softmax" } == 3)
    let own = both.initializer.first { $0.name == "layers.1.weight" }?.floats
    #expect(own == Array(first.model.parameters.prefix(own?.count ?? 0)))
    let second = both.initializer.first { $0.name == "members.1.layers.1.weight" }?.floats
    #expect(second == Array(other.parameters.prefix(second?.count ?? 0)) && second != own)
  }

  @Test func aMemberOfAnotherSizeSeesTheInputResized() throws {
    let smaller = try Network(input: Shape(channels: 1, height: 8, width: 8), layers: [Flatten(), Dense(units: 3)])
    let ensemble = Ensemble(others: [Model(smaller, seed: 9)], temperatures: [.unscaled, .unscaled])
    let graph = try ClassifierExport(ExampleClassifier.of(ensemble: ensemble), name: "example").model.graph
    let single = try ClassifierExport(ExampleClassifier.of(), name: "example").model.graph
    #expect(graph.operators.count { $0 == "Loop" } > single.operators.count { $0 == "Loop" })
    #expect(graph.firstDisorder() == nil)
  }

  @Test func bothPackagedModelsHaveAllOutputs() throws {
    for (name, outputs) in [
      ("bravais", ["probabilities", "laue_probabilities", "out_of_distribution_score", "is_pattern"]),
      ("fast", ["probabilities", "out_of_distribution_score", "is_pattern"]),
    ] {
      let path = Project.root.appending(path: "Sources/ednet/Models/\(name).safetensors").path
      let export = try ClassifierExport(Classifier(contentsOf: path), name: name)
      #expect(export.outputs == outputs && export.omissions.isEmpty)
      #expect(export.model.graph.firstDisorder() == nil)
      #expect(export.model.metadataProps.contains { $0.key == "card" })
    }
  }
}
