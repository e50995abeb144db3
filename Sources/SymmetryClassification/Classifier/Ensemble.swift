import Foundation
import NeuralNetworks

/// Further networks whose calibrated probabilities are averaged with those of a classifier's first one.
///
/// After Lakshminarayanan, Pritzel and Blundell, *Simple and Scalable Predictive Uncertainty Estimation using Deep
/// Ensembles*, NeurIPS 2017. The average of calibrated probabilities is less sure than it is right (Rahaman and Thiery,
/// NeurIPS 2021), so that it gets a temperature of its own: its logarithm takes the place of logits in the calibration.
public struct Ensemble: Sendable {
  /// The networks after the first.
  public var others: [Model]
  /// The temperature of each network, the first one's at the head: one more than there are others.
  public var temperatures: [Temperature]

  /// Creates an ensemble.
  public init(others: [Model], temperatures: [Temperature]) {
    precondition(temperatures.count == others.count + 1, "a temperature a network")
    self.others = others
    self.temperatures = temperatures
  }
}

extension Classifier {
  /// The classifier that averages several, each calibrated; it is not calibrated yet itself.
  ///
  /// - Parameter members: at least one, of the same classes and preprocessing; the first says where it comes from.
  /// - Returns: the only member, or an ensemble to be calibrated by `calibrated(on:training:prior:threads:)`.
  public static func ensemble(of members: [Classifier]) -> Classifier {
    precondition(!members.isEmpty, "an ensemble of nothing")
    precondition(
      members.allSatisfy {
        $0.classes == members[0].classes && $0.preprocessing == members[0].preprocessing
      },
      "members of one ensemble answer the same question"
    )
    var first = members[0]
    guard members.count > 1 else { return first }
    first.ensemble = Ensemble(
      others: members.dropFirst().map(\.model),
      temperatures: members.map(\.calibration.temperature)
    )
    first.calibration = .none
    first.outOfDistributionDetector = nil
    return first
  }
}

extension Ensemble {
  /// What stands in a model file's metadata beside the tensors.
  struct Metadata: Codable {
    var temperatures: [Temperature]
  }

  /// What the names of the tensors of all networks but the first begin with in a model file.
  static let prefix = "members."

  /// The tensors of a model file: those of each network, with its number before their names.
  var tensors: [SafeTensors.Tensor] {
    others.enumerated().flatMap { index, model in
      model.safeTensors().tensors.map { tensor in
        var tensor = tensor
        tensor.name = "\(Self.prefix)\(index + 1).\(tensor.name)"
        return tensor
      }
    }
  }

  /// Reads what a model file keeps.
  ///
  /// - Parameters:
  ///   - metadata: what stands in the metadata.
  ///   - content: all of the file.
  ///   - file: how errors name the file.
  /// - Throws: `ModelFileError` where tensors are missing or left over.
  init(_ metadata: Metadata, _ content: SafeTensors, file: String) throws(ModelFileError) {
    guard (2...1000).contains(metadata.temperatures.count) else {
      throw ModelFileError(
        file: file,
        reason: "its ensemble has \(metadata.temperatures.count) temperatures, and needs 2 to 1000"
      )
    }
    var parts: [String: [SafeTensors.Tensor]] = [:]
    for tensor in content.tensors where tensor.name.hasPrefix(Self.prefix) {
      let pieces = tensor.name.dropFirst(Self.prefix.count).split(separator: ".", maxSplits: 1)
      var named = tensor
      named.name = pieces.count == 2 ? String(pieces[1]) : ""
      parts[String(pieces.first ?? ""), default: []].append(named)
    }
    var others: [Model] = []
    for number in 1..<metadata.temperatures.count {
      let tensors = parts.removeValue(forKey: "\(number)") ?? []
      others.append(
        try Model(SafeTensors(tensors: tensors, metadata: content.metadata), file: file)
      )
    }
    if let stranger = parts.keys.sorted().first {
      throw ModelFileError(
        file: file,
        reason:
          "holds tensors \(Self.prefix)\(stranger) for an ensemble of \(others.count + 1) networks"
      )
    }
    self.init(others: others, temperatures: metadata.temperatures)
  }
}
