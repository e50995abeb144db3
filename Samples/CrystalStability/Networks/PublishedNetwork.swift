import Foundation
import SampleSupport

/// A published network with the standardisation of its inputs, in double precision.
struct PublishedNetwork: Decodable, Sendable {
  /// A layer of a Keras file: y = f(x W + b), or dropout, which does nothing in inference.
  private struct Layer: Decodable, Sendable {
    var type: String
    var activation: String?
    var W: [[Double]]?
    var b: [Double]?
  }

  private let layers: [Layer]
  private let mean: [Double]
  private let scale: [Double]
  /// The number of examples that it was trained on.
  let nTrain: Int

  /// The number of inputs.
  var inputs: Int { mean.count }

  /// Reads all networks of a file, by name.
  static func all(in data: Data, file: String) throws(SampleError) -> [String: PublishedNetwork] {
    let networks: [String: PublishedNetwork]
    do { networks = try JSONDecoder().decode([String: PublishedNetwork].self, from: data) } catch {
      throw SampleError("\(file) does not have the networks: fetch the file again")
    }
    for (name, network) in networks.sorted(by: { $0.key < $1.key }) {
      guard let problem = network.problem else { continue }
      throw SampleError("\(file): the network \(name) \(problem)")
    }
    return networks
  }

  /// A reason why the network cannot be evaluated; nil if it can.
  private var problem: String? {
    guard scale.count == mean.count, scale.allSatisfy({ $0 > 0 }) else {
      return "needs a positive scale for each of its \(mean.count) means"
    }
    var width = mean.count
    for (index, layer) in layers.enumerated() where layer.type != "Dropout" {
      guard layer.type == "Dense", let weights = layer.W, let biases = layer.b else {
        return "has the layer \(index + 1) of type \(layer.type) without weights, which the sample does not read"
      }
      guard layer.activation == "relu" || layer.activation == "linear" else {
        return "has the activation \(layer.activation ?? "none") in layer \(index + 1), which the sample does not read"
      }
      guard weights.count == width, weights.allSatisfy({ $0.count == biases.count }) else {
        return "has weights in layer \(index + 1) that do not fit the layer before"
      }
      width = biases.count
    }
    return width == 1 ? nil : "has \(width) outputs instead of 1"
  }

  /// The formation energy in eV per atom.
  func energy(_ inputs: [Double]) -> Double {
    precondition(inputs.count == mean.count, "\(inputs.count) inputs for a network of \(mean.count)")
    var values = inputs.indices.map { (inputs[$0] - mean[$0]) / scale[$0] }
    for layer in layers {
      guard let weights = layer.W, var sums = layer.b else { continue }
      for (value, row) in zip(values, weights) { for unit in sums.indices { sums[unit] += value * row[unit] } }
      values = layer.activation == "relu" ? sums.map { max($0, 0) } : sums
    }
    return values[0]
  }
}
