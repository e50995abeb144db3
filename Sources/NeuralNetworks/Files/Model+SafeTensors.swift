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

  /// The content of a model file: the named tensors, and the network as JSON in the metadata.
  ///
  /// - Parameter metadata: further entries, without the keys of the format itself.
  /// - Returns: content that `init(_:file:)` reads.
  /// - Precondition: custom layers are registered with ``LayerCatalog/register(_:)``.
  public func safeTensors(metadata: [String: String] = [:]) -> SafeTensors {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(network) else {
      preconditionFailure("a layer is not registered: call LayerCatalog.register first")
    }
    var entries = metadata
    entries[MetadataKey.format] = "ednet"
    entries[MetadataKey.version] = String(Self.formatVersion)
    entries[MetadataKey.network] = String(decoding: json, as: UTF8.self)
    var start = 0
    let tensors = network.plan.parameters.map { parameter in
      let range = start..<start + parameter.count
      start = range.upperBound
      return SafeTensors.Tensor(name: parameter.name, shape: parameter.shape, values: Array(parameters[range]))
    }
    return SafeTensors(tensors: tensors, metadata: entries)
  }

  /// Reads the content of a file.
  ///
  /// - Parameters:
  ///   - content: the content of the file.
  ///   - file: the name of the file in errors.
  /// - Throws: `ModelFileError` if the content is not a model, has another version, or its tensors do not match its
  ///   network.
  public init(_ content: SafeTensors, file: String) throws(ModelFileError) {
    func fail(_ reason: String) -> ModelFileError { ModelFileError(file: file, reason: reason) }
    // Tools of other libraries replace the format by their own, such as pt, and keep the rest.
    let hasFormat = content.metadata[MetadataKey.format] == "ednet"
    guard hasFormat || content.metadata[MetadataKey.network] != nil && content.metadata[MetadataKey.version] != nil
    else {
      throw fail(Self.nature(of: content))
    }
    let version = content.metadata[MetadataKey.version] ?? ""
    guard version == String(Self.formatVersion) else {
      throw fail(
        "has format version \"\(version)\", and this ednet reads \(Self.formatVersion); "
          + "use the ednet that wrote it, or train again"
      )
    }
    guard let json = content.metadata[MetadataKey.network] else { throw fail("its metadata hold no network") }
    let network: Network
    do { network = try JSONDecoder().decode(Network.self, from: Data(json.utf8)) } catch let error as DecodingError {
      throw fail("its network cannot be read: \(error.sentence)")
    } catch { throw fail("its network cannot be built: \(error)") }
    try self.init(network, content.tensors, file: file)
  }

  /// Takes the parameters of a network from tensors.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - content: its tensors, by the names that it gives its parameters.
  ///   - file: the name of the file in errors.
  /// - Throws: `ModelFileError` if the tensors do not match the network.
  package init(_ network: Network, _ content: [SafeTensors.Tensor], file: String) throws(ModelFileError) {
    func fail(_ reason: String) -> ModelFileError { ModelFileError(file: file, reason: reason) }
    let tensors = Dictionary(content.map { ($0.name, $0) }) { first, _ in first }
    var parameters: [Float] = []
    parameters.reserveCapacity(min(network.parameterCount, content.count << 20))
    for parameter in network.plan.parameters {
      guard let tensor = tensors[parameter.name] else {
        throw fail("the tensor \(parameter.name) of its network is missing")
      }
      guard tensor.shape == parameter.shape else {
        throw fail(
          "its tensor \(parameter.name) has the shape \(tensor.shape), but its network needs \(parameter.shape)"
        )
      }
      parameters += tensor.values
    }
    let known = Set(network.plan.parameters.map(\.name))
    if let unknown = content.first(where: { !known.contains($0.name) }) {
      throw fail("its network has no tensor \(unknown.name)")
    }
    self.init(network, parameters: parameters)
  }

  /// A clause on a safetensors file that is no model of ednet: its nature, and the remedy.
  private static func nature(of content: SafeTensors) -> String {
    let format = content.metadata[MetadataKey.format] ?? ""
    if format == TrainingState.formatName {
      return "is the checkpoint of a training, not a model; name the model.safetensors beside it"
    }
    let origins = ["pt": "PyTorch", "tf": "TensorFlow", "flax": "Flax", "np": "NumPy", "mlx": "MLX"]
    let origin = origins[format].map { " from \($0)" } ?? ""
    let count = content.tensors.count
    return "holds \(count) tensor\(count == 1 ? "" : "s")\(origin) but no network, classes and preprocessing in its "
      + "metadata, so it is not a model of ednet; train one with \"ednet train\", or write these metadata as "
      + "Documentation/ModelFormat.md describes (Scripts/import-pilot does so for the networks of Training/ only)"
  }
}
