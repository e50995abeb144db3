import Diffraction
import Foundation
import Imaging
import NeuralNetworks

/// An output of a network that shows where symmetry elements meet the screen: a 1×1 convolution of the feature maps
/// after one of its layers, one filter for each `SymmetryElementMap.Kind`.
public struct SymmetryMapHead: Sendable, Equatable {
  /// The index of the layer whose output the head takes.
  let layer: Int
  /// The weights, one row of channels for each kind.
  private let weights: [Float]
  /// The bias of each kind.
  private let bias: [Float]

  private static let kinds = SymmetryElementMap.Kind.allCases

  /// Creates a head with one bias for each kind.
  init(layer: Int, weights: [Float], bias: [Float]) {
    precondition(bias.count == Self.kinds.count && weights.count % bias.count == 0, "a row for each kind")
    (self.layer, self.weights, self.bias) = (layer, weights, bias)
  }

  /// The maps of an image.
  ///
  /// - Parameters:
  ///   - input: the network's input.
  ///   - model: the network of the head.
  /// - Returns: a map for each kind, with values from 0 to 1, of the size of the feature maps.
  func maps(of input: [Float], by model: Model) -> [SymmetryElementMap.Kind: GrayImage] {
    let body = model.split(after: layer).body.foldingNormalization()
    let features = Predictor(body, threads: 1).outputs(for: [input])[0]
    let shape = body.network.output
    let pixels = shape.height * shape.width
    var maps: [SymmetryElementMap.Kind: GrayImage] = [:]
    for (row, kind) in Self.kinds.enumerated() {
      var map = GrayImage(width: shape.width, height: shape.height, filledWith: bias[row])
      for channel in 0..<shape.channels {
        let weight = weights[row * shape.channels + channel]
        PixelArithmetic.add(features, from: channel * pixels, times: weight, to: &map.pixels, at: 0, count: pixels)
      }
      map.pixels = map.pixels.map { 1 / (1 + exp(-$0)) }
      maps[kind] = map
    }
    return maps
  }
}

extension SymmetryMapHead {
  /// The prefix of its tensors' names in a model file.
  static let prefix = "maps."

  /// The entry in a model file's metadata.
  struct Metadata: Codable { var layer: Int }

  /// The entry in a model file's metadata.
  var metadata: Metadata { Metadata(layer: layer) }

  /// The tensors in a model file.
  var tensors: [SafeTensors.Tensor] {
    let count = Self.kinds.count
    return [
      SafeTensors.Tensor(name: Self.prefix + "weight", shape: [count, weights.count / count], values: weights),
      SafeTensors.Tensor(name: Self.prefix + "bias", shape: [count], values: bias),
    ]
  }

  /// Reads the head of a model file.
  ///
  /// - Throws: `ModelFileError` if it does not fit the network.
  init(_ metadata: Metadata, _ tensors: [SafeTensors.Tensor], network: Network, file: String) throws(ModelFileError) {
    guard (0..<network.layers.count - 1).contains(metadata.layer) else {
      throw ModelFileError(file: file, reason: "has maps after layer \(metadata.layer), which its network lacks")
    }
    let channels = network.plan.steps[metadata.layer].outputShape.channels
    let values = try tensors.filter { $0.name.hasPrefix(Self.prefix) }.values(
      prefix: Self.prefix,
      ["weight": [Self.kinds.count, channels], "bias": [Self.kinds.count]],
      file: file
    )
    self.init(layer: metadata.layer, weights: values["weight"] ?? [], bias: values["bias"] ?? [])
  }
}

extension Classifier {
  /// Maps of the symmetry elements that the network sees in a pattern; nil for a model without this output.
  ///
  /// - Parameter image: an image of any size, as it was read.
  /// - Returns: a map for each kind of element, with values from 0 to 1.
  public func symmetryMaps(of image: GrayImage) -> [SymmetryElementMap.Kind: GrayImage]? {
    symmetryMapHead?.maps(of: preprocessing(image), by: model)
  }
}
