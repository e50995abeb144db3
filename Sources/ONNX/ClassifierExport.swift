import Crystallography
import Files
import Foundation
import ONNXSchema
import SwiftProtobuf
import SymmetryClassification

/// A classifier as one ONNX graph, from images as they were decoded to calibrated probabilities.
///
/// The graph has everything that `ClassifierPredictor` does with one image. Its input `image`, N × 1 × height × width,
/// holds finite intensities in the units of their file (0...255 or 0...65535 for a PNG). Its outputs are
///
/// - `probabilities`, N × classes;
/// - `laue_probabilities`, N × 11, if the model has an output of Laue classes;
/// - `out_of_distribution_score`, N, above 1 for images unlike the training patterns, if the model has a detector;
/// - `is_pattern`, N truth values, false if the score is above 1 or the image has no contrast.
///
/// The file format is described at <https://onnx.ai/onnx/repo-docs/IR.html>, the operators at
/// <https://onnx.ai/onnx/operators/>.
public struct ClassifierExport {
  /// The version of ONNX's operators that the graph uses.
  public static let operatorSet = 17
  /// The version of the file format that belongs to these operators.
  private static let formatVersion: Int64 = 8

  /// The names of the outputs.
  public let outputs: [String]
  /// The parts of the classifier that the graph lacks, one sentence each.
  public let omissions: [String]
  /// The content of the file.
  let model: Onnx_ModelProto

  /// Builds the graph.
  ///
  /// - Parameters:
  ///   - classifier: the classifier.
  ///   - name: the name of the model in the file's metadata.
  /// - Throws: `ONNXError`.
  public init(_ classifier: Classifier, name: String) throws(ONNXError) {
    let graph = GraphBuilder()
    let image = Onnx_ValueInfoProto(
      "image",
      .float,
      [.symbolic("N"), .fixed(1), .symbolic("height"), .symbolic("width")],
      documentation: Self.inputDocumentation
    )
    let size = classifier.preprocessing.size
    let prepared = PreprocessingNodes(
      classifier.preprocessing,
      Value(graph: graph, name: image.name, type: .float)
    )
    let network = try NetworkNodes(classifier, prepared.input)
    let laue = classifier.laueHead.flatMap { head in network.features.map { LaueNodes(head, features: $0) } }
    let logits = laue?.adjusted(network.logits) ?? network.logits

    var ports: [Onnx_ValueInfoProto] = []
    func output(_ name: String, _ value: Value, _ count: Int?, _ documentation: String) {
      _ = graph.node("Identity", [value], name: name)
      let shape: [Onnx_ValueInfoProto.Extent] = [.symbolic("N")] + (count.map { [.fixed($0)] } ?? [])
      ports.append(Onnx_ValueInfoProto(name, value.type, shape, documentation: documentation))
    }
    let probabilities = classifier.calibration.temperature.probabilities(logits)
    output("probabilities", probabilities, classifier.classes.count, "The calibrated probability of each class.")
    if let laue {
      output(
        "laue_probabilities",
        laue.probabilities(probabilities),
        LaueClass.allCases.count,
        "The probability of each Laue class."
      )
    }
    var isPattern = graph.node("Not", [prepared.isBlank.reshaped([-1])])
    if let detector = classifier.outOfDistributionDetector, size <= LineSumNodes.maximumSize,
      let features = network.features
    {
      let nodes = DetectorNodes(graph, detector)
      let score = nodes.score(features: features, input: prepared.input, size: size)
      output("out_of_distribution_score", score, nil, "Above 1 for an image unlike the training patterns.")
      isPattern = isPattern.and(score <= 1)
    }
    output("is_pattern", isPattern, nil, "False for an image without contrast or unlike the training patterns.")

    outputs = ports.map(\.name)
    omissions = Self.omissions(of: classifier)

    var content = Onnx_GraphProto()
    (content.name, content.node, content.initializer) = ("ednet", graph.nodes, graph.constants)
    (content.input, content.output) = ([image], ports)
    var operators = Onnx_OperatorSetIdProto()
    operators.version = Int64(Self.operatorSet)
    var model = Onnx_ModelProto()
    (model.irVersion, model.opsetImport, model.graph) = (Self.formatVersion, [operators], content)
    (model.producerName, model.producerVersion) = ("ednet", Version.current)
    model.docString =
      "\(name): crystal symmetry from diffraction patterns, from decoded grey images to calibrated probabilities."
    model.metadataProps = Self.metadata(of: classifier, name: name).map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
    self.model = model
  }

  private static let inputDocumentation =
    "Grey images, rows from top to bottom; finite intensities as decoded, 0 to 255 or 0 to 65535 for a PNG."

  /// The bytes of the file.
  ///
  /// - Throws: `ONNXError.tooLarge`.
  public func encoded() throws(ONNXError) -> [UInt8] {
    // Of the errors of the encoder only that of the size can occur, since no message lacks a field.
    do { return try model.serializedBytes() } catch {
      throw .tooLarge(byteCount: model.graph.initializer.reduce(0) { $0 + $1.rawData.count })
    }
  }

  /// Writes the file, which appears whole or not at all.
  ///
  /// - Throws: `ONNXError` or `FileError`.
  public func write(to path: String) throws { try AtomicFile(path).write(encoded()) }

  private static func omissions(of classifier: Classifier) -> [String] {
    var sentences: [String] = []
    if classifier.outOfDistributionDetector != nil, classifier.preprocessing.size > LineSumNodes.maximumSize {
      sentences.append(
        "the out-of-distribution score is left out, since it needs images of at most \(LineSumNodes.maximumSize) pixels"
      )
    }
    return sentences
  }

  private static func metadata(of classifier: Classifier, name: String) -> [(key: String, value: String)] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) -> String {
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    var entries = [
      ("model", name), ("classes", json(classifier.classes)), ("ednet_version", Version.current),
      ("opset", "\(operatorSet)"), ("input", inputDocumentation), ("preprocessing", json(classifier.preprocessing)),
      ("training", json(classifier.training)),
    ]
    if classifier.laueHead != nil { entries.append(("laue_classes", json(LaueClass.allCases))) }
    if let card = classifier.card {
      entries += [("training_data", card.patterns), ("card", json(card))]
    }
    return entries.map { (key: $0.0, value: $0.1) }
  }
}
