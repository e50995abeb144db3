import Foundation
import Imaging
import NeuralNetworks
import ONNXSchema
import SymmetryClassification

@testable import ONNX

/// Classifiers of random weights, of whose graphs the tests see the form.
enum ExampleClassifier {
  /// A classifier of three classes.
  static func of(
    _ layers: [any Layer] = [Flatten(), Dense(units: 3)],
    _ preprocessing: Preprocessing = Preprocessing(size: 12),
    temperature: Double = 1.5,
    averagesMirrorImage: Bool = false,
    ensemble: Ensemble? = nil
  ) throws -> Classifier {
    let size = preprocessing.size
    var calibration = Calibration.none
    calibration.temperature = Temperature(temperature)
    let network = try Network(input: Shape(channels: 1, height: size, width: size), layers: layers)
    return Classifier(
      model: Model(network, seed: 4),
      classes: ["hP", "cI", "cF"],
      preprocessing: preprocessing,
      training: TrainingSummary(
        version: Version.current,
        date: "2026-11-27T12:00:00Z",
        trainingPatterns: 12,
        validationPatterns: 3,
        splitBySpecimen: true,
        epoch: 2,
        validationAccuracy: 0.5,
        options: ClassifierOptions()
      ),
      calibration: calibration,
      ensemble: ensemble,
      averagesMirrorImage: averagesMirrorImage
    )
  }
}

extension Onnx_GraphProto {
  /// The graph and the graphs in it, at any depth.
  var all: [Onnx_GraphProto] {
    [self] + node.flatMap { $0.attribute.filter { $0.type == .graph }.flatMap { $0.g.all } }
  }

  /// The operators of all graphs, in their order.
  var operators: [String] { all.flatMap { $0.node.map(\.opType) } }

  /// The first name that a node uses before it is computed, or that is computed twice; nil if there is none.
  func firstDisorder(known outer: Set<String> = []) -> String? {
    var known = outer.union(input.map(\.name)).union(initializer.map(\.name))
    for node in node {
      if let unknown = node.input.first(where: { !$0.isEmpty && !known.contains($0) }) { return unknown }
      for attribute in node.attribute where attribute.type == .graph {
        if let inner = attribute.g.firstDisorder(known: known) { return inner }
      }
      if let repeated = node.output.first(where: { !known.insert($0).inserted }) { return repeated }
    }
    return output.map(\.name).first { !known.contains($0) }
  }
}

extension Onnx_TensorProto {
  /// The elements of a constant of floats.
  var floats: [Float] {
    stride(from: 0, to: rawData.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(rawData[start + $1]) << UInt32(8 * $1) })
    }
  }

  /// The elements of a constant of 32-bit indices.
  var indices: [Int] {
    stride(from: 0, to: rawData.count, by: 4).map { start in
      Int(Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(rawData[start + $1]) << UInt32(8 * $1) }))
    }
  }
}
