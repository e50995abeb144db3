import Foundation
import NeuralNetworks

/// Further networks, whose calibrated probabilities are averaged with those of a classifier's first network.
///
/// Lakshminarayanan, Pritzel and Blundell, *Simple and Scalable Predictive Uncertainty Estimation using Deep
/// Ensembles*, NeurIPS 2017. The average of calibrated probabilities is underconfident (Rahaman and Thiery, NeurIPS
/// 2021); therefore its logarithm is used as logits and gets a temperature of its own.
///
/// All networks see the input of the first one; those of another size see it resampled.
public struct Ensemble: Sendable {
  /// The networks after the first.
  public var others: [Model]
  /// The temperature of each network, that of the first one first.
  public var temperatures: [Temperature]

  /// Creates an ensemble.
  public init(others: [Model], temperatures: [Temperature]) {
    precondition(temperatures.count == others.count + 1, "one temperature per network")
    self.others = others
    self.temperatures = temperatures
  }
}

extension Classifier {
  /// Combines calibrated classifiers into an ensemble, which is not calibrated itself.
  ///
  /// Summary, detector and further outputs of the ensemble are those of the first member.
  ///
  /// - Parameter members: at least one classifier; all have the same classes and, but for the size, preprocessing.
  /// - Returns: the only member, or an ensemble to calibrate with `calibrated(on:training:prior:threads:)`.
  public static func ensemble(of members: [Classifier]) -> Classifier {
    precondition(!members.isEmpty, "an ensemble needs a member")
    precondition(
      members.allSatisfy { members[0].isCompatible(with: $0) },
      "members of an ensemble have the same classes and preprocessing"
    )
    var first = members[0]
    guard members.count > 1 else { return first }
    first.ensemble = Ensemble(
      others: members.dropFirst().map(\.model),
      temperatures: members.map(\.calibration.temperature)
    )
    first.calibration = .none
    first.quantization = nil
    return first
  }

  /// True if another classifier has the same classes and, but for the size, the same preprocessing.
  public func isCompatible(with other: Classifier) -> Bool {
    var preprocessing = other.preprocessing
    preprocessing.size = self.preprocessing.size
    return classes == other.classes && preprocessing == self.preprocessing
  }
}

extension Ensemble {
  /// The entry in a model file's metadata.
  struct Metadata: Codable {
    var temperatures: [Temperature]
    /// The networks after the first; nil in files in which they all have its layers.
    var networks: [Network]?
  }

  /// The entry in a model file's metadata.
  var metadata: Metadata { Metadata(temperatures: temperatures, networks: others.map(\.network)) }

  /// The prefix of tensor names of all networks but the first in a model file.
  static let prefix = "members."

  /// The tensors in a model file, with the number of their network before their names.
  var tensors: [SafeTensors.Tensor] {
    others.enumerated().flatMap { index, model in
      model.safeTensors().tensors.map { tensor in
        var tensor = tensor
        tensor.name = "\(Self.prefix)\(index + 1).\(tensor.name)"
        return tensor
      }
    }
  }

  /// Reads the ensemble of a model file.
  ///
  /// - Parameters:
  ///   - metadata: the entry in the metadata.
  ///   - tensors: those of the file that are no part of the first network.
  ///   - first: the first network.
  ///   - file: the file's name in errors.
  /// - Throws: `ModelFileError` if tensors are missing or left over, or a network does not go with the first.
  init(
    _ metadata: Metadata,
    _ tensors: [SafeTensors.Tensor],
    after first: Network,
    file: String
  ) throws(ModelFileError) {
    guard (2...1000).contains(metadata.temperatures.count) else {
      throw ModelFileError(
        file: file,
        reason: "its ensemble has \(metadata.temperatures.count) temperatures instead of 2 to 1000"
      )
    }
    let networks = metadata.networks ?? metadata.temperatures.dropFirst().map { _ in first }
    guard networks.count == metadata.temperatures.count - 1 else {
      throw ModelFileError(
        file: file,
        reason: "its ensemble has \(metadata.temperatures.count) temperatures for \(networks.count + 1) networks"
      )
    }
    var parts: [String: [SafeTensors.Tensor]] = [:]
    for tensor in tensors where tensor.name.hasPrefix(Self.prefix) {
      let pieces = tensor.name.dropFirst(Self.prefix.count).split(separator: ".", maxSplits: 1)
      var named = tensor
      named.name = pieces.count == 2 ? String(pieces[1]) : ""
      parts[String(pieces.first ?? ""), default: []].append(named)
    }
    var others: [Model] = []
    for (index, network) in networks.enumerated() {
      let (input, size) = (network.input, network.input.width)
      guard input == Shape(channels: 1, height: size, width: size), Preprocessing.sizes.contains(size),
        network.output.count == first.output.count
      else {
        throw ModelFileError(
          file: file,
          reason: "network \(index + 2) of its ensemble turns \(input) into \(network.output), which does not go with "
            + "the first"
        )
      }
      let tensors = parts.removeValue(forKey: "\(index + 1)") ?? []
      others.append(try Model(network, tensors, file: file))
    }
    if let stranger = parts.keys.sorted().first {
      throw ModelFileError(
        file: file,
        reason: "holds tensors \(Self.prefix)\(stranger) for an ensemble of \(others.count + 1) networks"
      )
    }
    self.init(others: others, temperatures: metadata.temperatures)
  }
}
