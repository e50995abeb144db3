import Foundation
import NeuralNetworks

/// The version of model files, and the names that older versions used.
///
/// Version 1 is read for ever: its names are replaced before anything else looks at the file.
enum ModelFormat {
  /// The keys of the metadata.
  enum Key {
    static let format = "format"
    static let version = "format_version"
    static let network = "network"
    static let classes = "classes"
    static let preprocessing = "preprocessing"
    static let training = "training"
    static let calibration = "calibration"
    static let outOfDistribution = "outOfDistribution"
    static let ensemble = "ensemble"
    static let maps = "maps"
    static let quantization = "quantization"
    static let mirror = "averagesMirrorImage"
    static let card = "card"
  }

  /// A name of version 1 and its name since version 2.
  private typealias Alias = (old: String, new: String)

  private static let metadataKeys: [Alias] = [("novelty", Key.outOfDistribution)]
  private static let tensorPrefixes: [Alias] = [("novelty.", OutOfDistributionDetector.prefix)]
  /// Keys of JSON objects, by the metadata entry that holds them.
  private static let jsonKeys: [String: [Alias]] = [
    Key.outOfDistribution: [("bandLimit", "kurtosisLimit")], Key.training: [("trapezoid", "warmUpStableDecay")],
    Key.card: [
      ("judgedPatterns", "heldOutPatterns"), ("judgedSpecimens", "heldOutSpecimens"), ("judgedOn", "heldOutData"),
    ],
  ]
  private static let layerTypes: [Alias] = [("Fork", "Parallel")]

  /// Returns the content of a version 1 file with the names of version 2, and any other content unchanged.
  static func upgraded(_ content: SafeTensors) -> SafeTensors {
    guard content.metadata[Key.format] == "ednet", content.metadata[Key.version] == "1" else { return content }
    var content = content
    for alias in metadataKeys { content.metadata[alias.new] = content.metadata.removeValue(forKey: alias.old) }
    for (entry, aliases) in jsonKeys {
      // A quotation mark within a text is escaped, so that only keys match.
      for alias in aliases {
        content.metadata[entry] = content.metadata[entry]?.replacing(/"(\w+)"(\s*:)/) { match in
          "\"\(match.1 == alias.old ? alias.new : String(match.1))\"\(match.2)"
        }
      }
    }
    for alias in layerTypes {
      content.metadata[Key.network] = content.metadata[Key.network]?.replacing(
        "\"type\":\"\(alias.old)\"",
        with: "\"type\":\"\(alias.new)\""
      )
    }
    for index in content.tensors.indices {
      for alias in tensorPrefixes where content.tensors[index].name.hasPrefix(alias.old) {
        content.tensors[index].name = alias.new + content.tensors[index].name.dropFirst(alias.old.count)
      }
    }
    content.metadata[Key.version] = String(Model.formatVersion)
    return content
  }
}

extension Classifier {
  /// Writes the model file, which appears whole or not at all.
  public func write(to path: String, isBFloat16: Bool = false) throws {
    var content = try safeTensors()
    for index in content.tensors.indices where content.tensors[index].shape.count > 1 {
      let isWeight = ["layers.", Ensemble.prefix].contains { content.tensors[index].name.hasPrefix($0) }
      content.tensors[index].isBFloat16 = isBFloat16 && isWeight
    }
    try content.write(to: path)
  }

  /// The bytes of the model file.
  public func encoded() throws -> [UInt8] { try safeTensors().encoded() }

  private func safeTensors() throws -> SafeTensors {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    typealias Key = ModelFormat.Key
    var metadata = [
      Key.classes: try json(classes), Key.preprocessing: try json(preprocessing), Key.training: try json(training),
    ]
    if calibration != .none { metadata[Key.calibration] = try json(calibration) }
    if let card { metadata[Key.card] = try json(card) }
    if let ensemble { metadata[Key.ensemble] = try json(ensemble.metadata) }
    if let quantization { metadata[Key.quantization] = try json(quantization) }
    if averagesMirrorImage { metadata[Key.mirror] = "true" }
    if let symmetryMapHead { metadata[Key.maps] = try json(symmetryMapHead.metadata) }
    if let detector = outOfDistributionDetector { metadata[Key.outOfDistribution] = try json(detector.metadata) }
    var content = model.safeTensors(metadata: metadata)
    content.tensors += (outOfDistributionDetector?.tensors ?? []) + (ensemble?.tensors ?? [])
    content.tensors += (laueHead?.tensors ?? []) + (symmetryMapHead?.tensors ?? [])
    return content
  }

  /// Reads a model file of version 1 or 2.
  ///
  /// - Parameter path: the file.
  /// - Throws: `SafeTensorsError` or `ModelFileError`, which name the file and the fault.
  public init(contentsOf path: String) throws { try self.init(SafeTensors(contentsOf: path), file: path) }

  /// Takes the content of a model file of version 1 or 2, as ``init(contentsOf:)``.
  package init(_ content: SafeTensors, file path: String) throws {
    var content = ModelFormat.upgraded(content)
    // The model refuses tensors that are not of its network.
    let prefixes = [
      OutOfDistributionDetector.prefix, Ensemble.prefix, LaueHead.prefix, SymmetryMapHead.prefix,
    ]
    let isPartOfNetwork = { (tensor: SafeTensors.Tensor) in !prefixes.contains { tensor.name.hasPrefix($0) } }
    let others = content.tensors.filter { !isPartOfNetwork($0) }
    content.tensors.removeAll { !isPartOfNetwork($0) }
    let reader = MetadataReader(content: content, file: path)
    let model = try Model(content, file: path)
    typealias Key = ModelFormat.Key
    let classes: [String] = try reader.required(Key.classes)
    let preprocessing: Preprocessing = try reader.required(Key.preprocessing)
    let calibration: Calibration = try reader.optional(Key.calibration) ?? .none
    try reader.check(classes, preprocessing, calibration, model.network)
    let detector: OutOfDistributionDetector? = try reader.optional(
      Key.outOfDistribution,
      of: OutOfDistributionDetector.prefix,
      in: others
    ).map { (metadata: OutOfDistributionDetector.Metadata) in
      let count = ClassifierPredictor.featureCount(of: model)
      guard metadata.features == count else {
        throw reader.error(
          "its out-of-distribution detector has \(metadata.features) features, but its network has \(count)"
        )
      }
      return try OutOfDistributionDetector(
        metadata,
        Dictionary(others.map { ($0.name, $0) }) { first, _ in first },
        file: path
      )
    }
    let ensemble: Ensemble? = try reader.optional(Key.ensemble, of: Ensemble.prefix, in: others).map {
      try Ensemble($0, others, after: model.network, file: path)
    }
    let maps: SymmetryMapHead? = try reader.optional(Key.maps, of: SymmetryMapHead.prefix, in: others).map {
      try SymmetryMapHead($0, others, network: model.network, file: path)
    }
    let features = ClassifierPredictor.featureCount(of: model)
    self.init(
      model: model,
      classes: classes,
      preprocessing: preprocessing,
      training: try reader.required(Key.training),
      calibration: calibration,
      outOfDistributionDetector: detector,
      ensemble: ensemble,
      averagesMirrorImage: try reader.optional(Key.mirror) ?? false,
      laueHead: try LaueHead(others, features: features, classes: classes, file: path),
      symmetryMapHead: maps,
      quantization: try reader.optional(Key.quantization),
      card: try reader.optional(Key.card)
    )
  }
}

/// Reads and checks the metadata of a model file.
private struct MetadataReader {
  let content: SafeTensors
  let file: String

  func error(_ reason: String) -> ModelFileError { ModelFileError(file: file, reason: reason) }

  /// An entry that every model has.
  func required<Value: Decodable>(_ key: String) throws(ModelFileError) -> Value {
    guard let value: Value = try optional(key) else { throw error("its metadata hold no \(key)") }
    return value
  }

  /// An entry that may be absent.
  func optional<Value: Decodable>(_ key: String) throws(ModelFileError) -> Value? {
    guard let json = content.metadata[key] else { return nil }
    do { return try JSONDecoder().decode(Value.self, from: Data(json.utf8)) } catch let cause as DecodingError {
      throw error("its \(key) cannot be read: \(cause.sentence)")
    } catch { throw self.error("its \(key) cannot be used: \(error)") }
  }

  /// An entry that may be absent, but only together with the tensors of a prefix.
  func optional<Value: Decodable>(
    _ key: String,
    of prefix: String,
    in tensors: [SafeTensors.Tensor]
  ) throws(ModelFileError) -> Value? {
    if content.metadata[key] == nil, let stray = tensors.first(where: { $0.name.hasPrefix(prefix) }) {
      throw error("holds a tensor \(stray.name), but its metadata have no \(key)")
    }
    return try optional(key)
  }

  /// Checks that the parts of a model fit together.
  func check(
    _ classes: [String],
    _ preprocessing: Preprocessing,
    _ calibration: Calibration,
    _ network: Network
  ) throws(ModelFileError) {
    guard classes.count == network.output.count else {
      throw error("names \(classes.count) classes for \(network.output.count) outputs")
    }
    var known: Set<String> = []
    if let repeated = classes.first(where: { !known.insert($0).inserted }) {
      throw error("names the class \"\(repeated)\" twice")
    }
    let input = Shape(channels: 1, height: preprocessing.size, width: preprocessing.size)
    guard network.input == input else {
      throw error("its preprocessing gives \(input) but its network takes \(network.input)")
    }
    if let prior = calibration.fusion?.prior, prior.count != classes.count {
      throw error("its calibration has \(prior.count) priors for \(classes.count) classes")
    }
  }
}
