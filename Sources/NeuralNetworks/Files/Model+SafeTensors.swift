import Foundation

/// The keys of a model file's metadata that every model has.
private enum MetadataKey {
  static let format = "format"
  static let version = "format_version"
  static let network = "network"
}

extension Model {
  /// The version of the format that `safeTensors(metadata:)` writes and `init(_:file:)` reads.
  public static let formatVersion = 2

  /// The model as the content of a file: its tensors under their names, and the network as JSON in
  /// the metadata.
  ///
  /// - Parameter metadata: more entries, whose keys are not those of the format itself.
  /// - Returns: content that `init(_:file:)` reads.
  public func safeTensors(metadata: [String: String] = [:]) -> SafeTensors {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(network) else {
      preconditionFailure("a network has no values that JSON cannot hold")
    }
    var entries = metadata
    entries[MetadataKey.format] = "ednet"
    entries[MetadataKey.version] = String(Self.formatVersion)
    entries[MetadataKey.network] = String(decoding: json, as: UTF8.self)
    var start = 0
    let tensors = network.plan.parameters.map { parameter in
      let range = start..<start + parameter.count
      start = range.upperBound
      return SafeTensors.Tensor(
        name: parameter.name,
        shape: parameter.shape,
        values: Array(parameters[range])
      )
    }
    return SafeTensors(tensors: tensors, metadata: entries)
  }

  /// Reads the content of a file.
  ///
  /// - Parameters:
  ///   - content: what the file holds.
  ///   - file: how errors name it.
  /// - Throws: `ModelFileError` where the content is no model, is of a newer version, or tensors
  ///   and network do not agree.
  public init(_ content: SafeTensors, file: String) throws(ModelFileError) {
    func fail(_ reason: String) -> ModelFileError { ModelFileError(file: file, reason: reason) }
    guard content.metadata[MetadataKey.format] == "ednet" else {
      throw fail("is a safetensors file but no model of ednet; train one with \"ednet train\"")
    }
    let version = content.metadata[MetadataKey.version] ?? ""
    guard version == String(Self.formatVersion) else {
      throw fail(
        "has format version \"\(version)\", and this ednet reads \(Self.formatVersion); "
          + "use the ednet that wrote it, or train again"
      )
    }
    guard let json = content.metadata[MetadataKey.network] else {
      throw fail("its metadata hold no network")
    }
    let network: Network
    do {
      network = try JSONDecoder().decode(Network.self, from: Data(json.utf8))
    } catch let error as DecodingError {
      throw fail("its network cannot be read: \(error.sentence)")
    } catch {
      throw fail("its network cannot be built: \(error)")
    }
    let tensors = Dictionary(content.tensors.map { ($0.name, $0) }) { first, _ in first }
    var parameters: [Float] = []
    parameters.reserveCapacity(min(network.parameterCount, content.tensors.count << 20))
    for parameter in network.plan.parameters {
      guard let tensor = tensors[parameter.name] else {
        throw fail("lacks the tensor \(parameter.name) that its network needs")
      }
      guard tensor.shape == parameter.shape else {
        throw fail(
          "its tensor \(parameter.name) has the shape \(tensor.shape), and its network needs "
            + "\(parameter.shape)"
        )
      }
      parameters += tensor.values
    }
    let known = Set(network.plan.parameters.map(\.name))
    if let stranger = content.tensors.first(where: { !known.contains($0.name) }) {
      throw fail("holds a tensor \(stranger.name) that its network does not know")
    }
    self.init(network, parameters: parameters)
  }
}
